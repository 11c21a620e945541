"""Posts: counters and exposures, one row per post."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar, final

import attrs
import numpy as np

from engagement_metrics._door import _checks, _columns, _times
from engagement_metrics._door._frozen import read_only
from engagement_metrics._door._ids import Ids
from engagement_metrics._typing import FloatArray, Label, TimeArray, ToArray, ToColumn
from engagement_metrics.errors import InvalidTypeError, ReachExceedsImpressionsWarning
from engagement_metrics.tables import _table as _tables
from engagement_metrics.words import Action, Exposure

A = TypeVar("A", bound=str)
X = TypeVar("X", bound=str)
NUMBERS = ("actions", "exposures", "engagements")


@final
@attrs.frozen(kw_only=True)
class Post:
    """
    One row of ``Posts``: a post.

    Attributes
    ----------
    actions, exposures : dict of str to float
        Counters and exposures of the post; NaN is missing.
    engagements : float or None
        Total engagements as reported by the platform; ``None`` if not in the table.
    id, author : int, str or None
        Ids of the post and of its author; ``None`` if missing.
    published, as_of : datetime or None
        Time of publication, and time at which the counters were read, UTC.

    Examples
    --------
    >>> posts = Posts.of(actions={"like": [3, 1]}, exposures={"reach": [10, 20]})
    >>> posts[1].actions
    {'like': 1.0}
    """

    actions: Mapping[str, float]
    exposures: Mapping[str, float]
    engagements: float | None
    id: Label
    author: Label
    published: datetime | None
    as_of: datetime | None


@final
@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Posts(_tables.Table[Post]):
    """
    Counters and exposures of posts, one row per post.

    Build it with ``Posts.of(...)``. ``+`` appends rows; a counter that only one of the
    two tables has is missing in the rows of the other.

    Attributes
    ----------
    actions : dict of str to ndarray of float
        Counters by ``Action`` [events]; NaN is missing. Shape ``(posts,)``.
    exposures : dict of str to ndarray of float
        Exposures by ``Exposure``. Shape ``(posts,)``.
    engagements : ndarray of float or None
        Total engagements as reported by the platform; ``None`` if not reported.
    id, author : Ids or None
        Ids of the posts and of their authors.
    published, as_of : ndarray of datetime64 or None
        Times of publication, and times at which the counters were read, UTC.
    superseded : int
        Rows replaced by a later row with the same id.

    Examples
    --------
    >>> posts = Posts.of(
    ...     actions={"like": [30, 12, None], "reply": [4, 9, 2]},
    ...     exposures={"reach": [900, 250, 80]},
    ... )
    >>> posts.total("like", "reply")
    array([34., 21., nan])
    >>> len(posts[:2] + posts[2:])
    3
    """

    actions: dict[str, FloatArray] = attrs.field(factory=dict)
    exposures: dict[str, FloatArray] = attrs.field(factory=dict)
    engagements: FloatArray | None = None
    id: Ids | None = None
    author: Ids | None = None
    published: TimeArray | None = None
    as_of: TimeArray | None = None
    superseded: int = 0

    @classmethod
    def _row_class(cls) -> type[Post]:
        return Post

    @classmethod
    def of(
        cls,
        *,
        actions: Mapping[A, ToArray] | None = None,
        exposures: Mapping[X, ToArray] | None = None,
        engagements: ToArray | None = None,
        id: ToColumn | None = None,
        author: ToColumn | str | None = None,
        published: ToColumn | None = None,
        as_of: ToColumn | None = None,
        tz: str | None = None,
    ) -> Posts:
        """
        Build a table of posts from columns.

        Parameters
        ----------
        actions : mapping of str to array_like of float, optional
            Counters by ``Action``; ``None`` and NaN are missing. A counter that is
            absent contributes to no total.
        exposures : mapping of str to array_like of float, optional
            Exposures by ``Exposure``.
        engagements : array_like of float, optional
            Total engagements as reported by the platform.
        id : array_like of int or str, optional
            Ids of the posts.
        author : array_like of int or str, or str, optional
            Authors of the posts, or the one author of all.
        published : array_like of datetime64 or datetime, optional
            Times of publication.
        as_of : array_like of datetime64 or datetime, optional
            Times at which the counters were read. Of several rows with one id, the
            latest is kept.
        tz : str, optional
            Time zone of naive datetimes, which are rejected without it.

        Returns
        -------
        Posts
            The table.

        Raises
        ------
        InvalidArgumentError
            If columns differ in length, an action or exposure is unknown, a datetime is
            naive, or an id repeats and *as_of* is not given.
        InvalidTypeError
            If a column holds values of the wrong kind.
        InvalidCountsError
            If a number is infinite or above 2**53.

        Warns
        -----
        NegativeCountsWarning
            For negative counters and exposures. The rows are kept, and metrics count
            them as ``Status.INVALID``.
        ReachExceedsImpressionsWarning
            For posts whose reach exceeds their impressions.

        Notes
        -----
        A row with an impossible number (a negative counter, or a part above its whole)
        is set aside and counted as ``Status.INVALID``; the same number in a column
        given to a function is rejected with ``InvalidCountsError``.
        """
        counters = _named("actions", actions, Action)
        exposed = _named("exposures", exposures, Exposure)
        fields: dict[str, Any] = {}
        if engagements is not None:
            total = _columns.column("engagements", engagements, signed=True)
            fields["engagements"] = total
        if id is not None:
            fields["id"] = Ids.of(id, argument="id")
        for name, when in {"published": published, "as_of": as_of}.items():
            if when is not None:
                fields[name] = _times.times(name, when, tz=tz)
        lengths: dict[str, Any] = {f"actions[{n!r}]": c for n, c in counters.items()}
        lengths |= {f"exposures[{n!r}]": c for n, c in exposed.items()}
        lengths |= fields
        if isinstance(author, str):
            rows = len(next(iter(lengths.values()), ()))
            one = np.array([author])
            codes = read_only(np.zeros(rows, np.int64))
            fields["author"] = Ids(codes, read_only(one))
        elif author is not None:
            fields["author"] = Ids.of(author, argument="author")
            lengths["author"] = fields["author"]
        _checks.same_lengths(**lengths)
        _warn(lengths, exposed)
        return cls(actions=counters, exposures=exposed, **fields)._latest()

    def _latest(self) -> Posts:
        """Return the latest row of each id; reject repeated ids without *as_of*."""
        if self.id is None:
            return self
        if self.as_of is None:
            advice = "Give as_of=, when the counters were read, to keep the latest"
            _tables.distinct("id", self.id, advice)
            return self
        replaced, _ = _tables.superseded(self.id, self.as_of)
        if not replaced.any():
            return self
        count = self.superseded + int(replaced.sum())
        return attrs.evolve(self[~replaced], superseded=count)

    def total(self, *actions: str) -> FloatArray:
        """
        Return the sum of the given counters for each post.

        Parameters
        ----------
        *actions : str
            Names of counters in the table.

        Returns
        -------
        ndarray of float
            NaN for a post with a missing counter. Shape ``(posts,)``.

        Raises
        ------
        InvalidArgumentError
            If the table has no such counter.
        """
        for action in actions:
            _checks.one_of("actions", action, self.actions)
        if not actions:
            return np.zeros(len(self))
        return read_only(np.sum([self.actions[a] for a in actions], axis=0))

    def _counted(self, kinds: Iterable[str]) -> FloatArray:
        """Return the sum of the given counters; negative where any counter is."""
        names = sorted(kinds)
        below = sum((np.fmin(self.actions[n], 0.0) for n in names), np.zeros(len(self)))
        total = self.total(*names)
        return np.where((below < 0) & ~np.isnan(total), below, total)

    def __add__(self, other: Posts) -> Posts:
        """Append the rows of another table."""
        if not isinstance(other, Posts):
            return NotImplemented
        return Posts(**self._appended(other))._latest()


def _named(
    argument: str, given: Mapping[A, ToArray] | None, words: type[Action | Exposure]
) -> dict[str, FloatArray]:
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        rule = "be a mapping of names to columns"
        raise _checks.refusal(InvalidTypeError, argument, rule, given)
    columns = dict[str, FloatArray]()
    for name, values in given.items():
        word, label = f"the names of {argument}", f"{argument}[{str(name)!r}]"
        column = _columns.column(label, values, signed=True)
        if words is Exposure:
            _checks.divisor(label, column)
        columns[_checks.one_of(word, name, words)] = column
    return columns


def _warn(columns: Mapping[str, Any], exposed: Mapping[str, FloatArray]) -> None:
    numbers = {n: c for n, c in columns.items() if n.startswith(NUMBERS)}
    _tables.warn_negative("posts", numbers)
    reach, shown = exposed.get("reach"), exposed.get("impressions")
    if reach is not None and shown is not None and (reach > shown).any():
        above = int((reach > shown).sum())
        message = (
            f"reach exceeds impressions in {above} of {reach.size} posts: platforms"
            " estimate the two independently"
        )
        _checks.warn(ReachExceedsImpressionsWarning, message)
