"""Questions of a log, and their answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

import attrs
from narwhals.stable.v2.typing import IntoFrame

from engagement_metrics import ResponsePolicy, Responses
from engagement_metrics.adapters.frames import _frame, _tables
from engagement_metrics.adapters.frames._columns import Columns

__all__ = ["responses"]

WAY_OUT = (
    "Join answers to questions there and give Responses.of(asked=, answered=), or"
    " collect the log with frames.interactions()"
)


def responses(
    frame: IntoFrame,
    *,
    actor: str,
    target: str,
    at: str,
    post: str,
    in_reply_to: str,
    kind: str | None = None,
    to: int | str | Iterable[int | str] | None = None,
    policy: ResponsePolicy | None = None,
    until: Any = None,
    tz: str | None = None,
) -> Responses:
    """
    Return the questions of a log, and when they were answered.

    The answer of ``Responses.of_log(...)``. Answers are matched in the order of events,
    so the log must be in this process: on a cluster or in a warehouse, join answers to
    questions there and give the times to ``Responses.of(asked=..., answered=...)``.

    Parameters
    ----------
    frame : dataframe
        Of an engine of this process: pandas, Polars, PyArrow, DuckDB, Ibis on DuckDB; a
        row is an event. Only these columns are fetched.
    actor, target : str
        The columns of who acted, and to whom.
    at : str
        The column of times.
    post, in_reply_to : str
        The columns of the message that the event made, and of the one it answers.
    kind : str, optional
        The column of what was done; without it every row asks and answers.
    to : int, str or set of them, optional
        The account, or the accounts that answer for each other, to which questions are
        put.
    policy : ResponsePolicy, optional
        What counts as a question and as an answer.
    until : datetime64 or datetime, optional
        End of observation (censoring time); by default the last timestamp.
    tz : str, optional
        The zone of times that have none, such as ``"Europe/Berlin"``.

    Returns
    -------
    Responses
        One row per question.

    Raises
    ------
    InvalidArgumentError
        If the frame has no such column or is not of this process, times have no zone,
        or as in ``Responses.of_log()``.
    InvalidTypeError
        If *frame* is not a dataframe, or a column holds values of the wrong kind.

    Examples
    --------
    >>> import datetime as dt, polars as pl
    >>> noon = dt.datetime(2026, 1, 5, 12, tzinfo=dt.UTC)
    >>> log = pl.LazyFrame(
    ...     {
    ...         "by": ["ada", "shop"],
    ...         "to": ["shop", "ada"],
    ...         "sent": [noon, noon + dt.timedelta(minutes=9)],
    ...         "post": [1, 2],
    ...         "answers": [None, 1],
    ...     }
    ... )
    >>> names = {"actor": "by", "target": "to", "at": "sent", "post": "post"}
    >>> responses(log, **names, in_reply_to="answers", to="shop").after
    array([540.])
    """
    columns = {"actor": actor, "target": target, "at": at}
    columns |= {"post": post, "in_reply_to": in_reply_to}
    columns |= {} if kind is None else {"kind": kind}
    known = _frame.opened(frame, columns)
    _frame.here(known, "responses", WAY_OUT)
    policy = ResponsePolicy() if policy is None else policy
    if kind is None and isinstance(cast("Any", policy), ResponsePolicy):
        choices: dict[str, Any] = attrs.asdict(policy, recurse=False)
        opening = policy.asks == "opening"
        choices |= {"asks": "opening" if opening else None, "answers": None}
        policy = ResponsePolicy(**choices)
    log = _tables.log_of(Columns.fetched(known, columns), tz)
    return Responses.of_log(log, to=to, policy=policy, until=until)
