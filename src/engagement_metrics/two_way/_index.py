"""The two-way interaction index, its parts and its intervals."""

from __future__ import annotations

import functools
from collections.abc import Set as AbstractSet
from datetime import timedelta
from types import EllipsisType
from typing import Any, ClassVar, cast, overload

import attrs
import numpy as np

from engagement_metrics import _text
from engagement_metrics._door import _checks, _columns
from engagement_metrics._door._periods import calendar
from engagement_metrics._kernels import (
    concordance as chance,
    dyads as kernel,
    intervals,
    quantiles,
    sums,
)
from engagement_metrics._kernels.periods import Every
from engagement_metrics._typing import BoolArray, FloatArray, Label, ToArray, ToScalar
from engagement_metrics.errors import (
    IncompatibleEvidenceError,
    InvalidArgumentError,
    InvalidTypeError,
    SmallSampleWarning,
)
from engagement_metrics.evidence import Grouped, Interval, Pooled, Proportion, Rate
from engagement_metrics.evidence._pooled import FEW
from engagement_metrics.evidence._result import EMPTY, SAME, spread
from engagement_metrics.tables import Dyads, Interactions
from engagement_metrics.tables._dyads import Windows
from engagement_metrics.words import CONVERSATIONAL, Status, Terms

__all__ = [
    "TwoWayIndex",
    "timely_two_way_index",
    "two_way_index",
    "two_way_index_by_account",
    "two_way_upper_bound",
]

METRIC = "two_way_index"
TIMELY = "timely_two_way_index"
TERMS = Terms("matched", "interactions", "relationships")


@attrs.frozen(kw_only=True)
class TwoWayIndex:
    """
    The two-way interaction index of an account or a network, with its parts.

    Made by ``two_way_index(...)``. It does not add: ``Dyads`` do, and the index of
    their sum is the index of everything.

    Attributes
    ----------
    dyads : Dyads
        The evidence.
    account : int, str or None
        Whose index; ``None``: the network's, every relationship seen from both ends.
    broadcasts : float
        Interactions with nobody in particular, of the account or of all.
    every : {"1d", "1w", "1mo"}, timedelta or None
        The windows within which interactions match; ``None``: all are one window.
    windows : Windows or None
        What went each way in each of them.

    Notes
    -----
    ``value`` = ``balance`` × ``concordance``: whether as much is sent as received, and
    whether it goes to those who send. All are between 0 and 1. Where nobody was
    addressed all are NaN; where all goes one way value and balance are 0 and
    concordance is NaN.

    Examples
    --------
    >>> dyads = Dyads.of(
    ...     actor=["ada", "ada", "bob", "cyd"], target=["bob", "bob", "ada", "ada"]
    ... )
    >>> index = two_way_index(dyads, account="ada")
    >>> index.value, index.balance, index.concordance
    (0.5, 1.0, 0.5)
    """

    dyads: Dyads
    account: Label = None
    broadcasts: float = 0.0
    every: Every | timedelta | None = None
    windows: Windows | None = attrs.field(default=None, eq=SAME, repr=False)

    __hash__: ClassVar[None] = None  # type: ignore[assignment]

    @property
    def metric(self) -> str:
        """Name of the metric."""
        return METRIC if self.every is None else TIMELY

    @property
    def terms(self) -> Terms:
        """What is divided by what."""
        if self.every is None:
            return TERMS
        return attrs.evolve(TERMS, of=f"matched within {self.every}")

    @functools.cached_property
    def _ledger(self) -> tuple[FloatArray, FloatArray]:
        return self.dyads.ledger(self.account)

    @functools.cached_property
    def _ours(self) -> BoolArray:
        """Which rows of the table are relationships of the account."""
        table = self.dyads.table()
        if self.account is None:
            return np.ones(table.first.size, np.bool_)
        code = self.dyads.code(self.account)
        return np.asarray((table.first == code) | (table.second == code))

    @functools.cached_property
    def _rows(self) -> tuple[FloatArray, FloatArray]:
        """Interactions matched, twice, and all of them, a number a relationship."""
        table, matched = self.dyads.table(), np.zeros(len(self.dyads))
        if self.windows is None:
            np.minimum(table.sent, table.received, out=matched)
        else:
            place, sent, received = self.windows
            matched += np.bincount(place, np.minimum(sent, received), matched.size)
        return 2 * matched[self._ours], (table.sent + table.received)[self._ours]

    @property
    def matched(self) -> float:
        """Interactions of one way that the other way matches in number."""
        if self.account is None and self.windows is None:
            return 2.0 * self.dyads.sums.matched
        return float(self._rows[0].sum()) / (1 if self.account is None else 2)

    @property
    def sent(self) -> float:
        """Interactions sent; in a network each is sent once and received once."""
        return self._total(0)

    @property
    def received(self) -> float:
        """Interactions received."""
        return self._total(1)

    def _total(self, way: int) -> float:
        if self.account is None:
            return self.dyads.sums.total
        return float(self._ledger[way].sum())

    @property
    def span(self) -> np.timedelta64 | None:
        """Length of the one window, where the log has times."""
        if self.dyads.start is None or self.dyads.end is None or self.every:
            return None
        return self.dyads.end - self.dyads.start

    @property
    def relationships(self) -> int:
        """Pairs of accounts with any interaction."""
        return len(self.dyads) if self.account is None else self._ledger[0].size

    @functools.cached_property
    def _balanced(self) -> float:
        if self.account is None:
            return kernel.network_balance(*self.dyads._flows)
        return min(self.sent, self.received)

    @property
    def value(self) -> float:
        """Share of interactions matched by one the other way."""
        return Rate(2 * self.matched, self.sent + self.received).value

    @property
    def status(self) -> Status:
        """Why the value exists or not."""
        return Status.DEFINED if self.sent + self.received else Status.NO_EXPOSURE

    @property
    def balance(self) -> float:
        """Value if all went to those who send: whether as much is sent as received."""
        return Rate(2 * self._balanced, self.sent + self.received).value

    @property
    def concordance(self) -> float:
        """Share of what could be matched that is; NaN where nothing could."""
        return Rate(self.matched, self._balanced).value if self._balanced else np.nan

    @property
    def directedness(self) -> float:
        """Share of all traffic that addresses somebody."""
        traffic = self.sent + (0.0 if self.account is None else self.received)
        return Rate(traffic, traffic + self.broadcasts).value

    @property
    def addressed_share(self) -> float:
        """Share of what the account itself does that addresses somebody."""
        return Rate(self.sent, self.sent + self.broadcasts).value

    @property
    def with_broadcasts(self) -> float:
        """Share matched of all traffic, broadcasts included: a second number."""
        return self.value * self.directedness

    @property
    def fair_ceiling(self) -> float:
        """Value that these volumes would have if every coin were fair: its mean."""
        volume = self._rows[1]
        if self.windows is not None:
            place, sent, received = self.windows
            volume = (sent + received)[self._ours[place]]
        whole = bool((volume == np.floor(volume)).all())
        if not whole or not volume.size:
            return float("nan")
        return float((volume * chance.fair_ceiling(volume)).sum() / volume.sum())

    @property
    def attainment(self) -> float:
        """Value over fair ceiling; turn-taking more regular than a coin exceeds 1."""
        ceiling = self.fair_ceiling
        return self.value / ceiling if ceiling else float("nan")

    @functools.cached_property
    def pooled(self) -> Pooled[float]:
        """The evidence by relationship: y = 2 min, x = sent + received."""
        rows = Proportion._build(*self._rows, EMPTY, self.metric, self.terms)
        return rows.pooled()

    @property
    def standard_error(self) -> float:
        """Standard error: by relationship, or dyadic-robust for a network."""
        if self.account is not None:
            return self.pooled.standard_error
        return float(np.sqrt(kernel.dyadic_variance(self._accounts)))

    @functools.cached_property
    def _accounts(self) -> sums.RatioSums:
        """The evidence of every account of the network."""
        if self.windows is None:
            return self.dyads.by_account.ratio
        table = self.dyads.table()
        y, x = (np.tile(column, 2) for column in self._rows)
        ends = np.concatenate([table.first, table.second])
        return sums.ratio_sums(y, x, ends, self.dyads.size)

    def interval(self, level: float = 0.95) -> Interval[float]:
        """
        Return the interval: by relationship, or dyadic-robust for a network.

        Parameters
        ----------
        level : float, optional
            Confidence level, strictly between 0 and 1; 0.95 by default.

        Returns
        -------
        Interval
            On the logit scale. NaN bounds where there is none; its *status* says why.

        Warns
        -----
        SmallSampleWarning
            For an account of fewer than 30 effective relationships, or a network of
            fewer than 30 effective accounts: it covers less than its level.
        """
        if self.account is not None:
            return self.pooled.interval(level)
        interval = self._network_interval(_checks.level(level))
        accounts = self._accounts.sum_x
        n = float(accounts.sum() ** 2 / max((accounts**2).sum(), 1.0))
        if interval.status == Status.DEFINED and n < FEW:
            message = (
                f"{self.metric}: only {n:.3g} effective accounts; below {FEW} the"
                " interval covers less than its level"
            )
            _checks.warn(SmallSampleWarning, message)
        return interval

    def _network_interval(self, level: float) -> Interval[float]:
        method = "dyadic-robust, Student's t over accounts"
        few = self.relationships < 2  # noqa: PLR2004
        if few or self.status != Status.DEFINED:
            status = self.status if not self.relationships else Status.TOO_FEW_UNITS
            nan = float("nan")
            return Interval(nan, nan, level, method, status=status)
        active = int(np.count_nonzero(self._accounts.units))
        t = quantiles.student_t_quantile(level, np.array([active - 1]))
        evidence = self.pooled._arrays()
        low, high = intervals.pooled_share(
            np.array([self.value]),
            np.array([self.standard_error]),
            sums.effective_units(evidence),
            t,
        )
        return Interval(low[0].item(), high[0].item(), level, method)

    def __add__(self, other: object) -> TwoWayIndex:
        """Refuse: the index of a sum is not a sum of indices."""
        raise IncompatibleEvidenceError(
            "two-way indices do not add: add their Dyads and take the index of the sum",
            argument="+",
            got=other,
        )

    def __format__(self, spec: str) -> str:
        """Return the value in a format."""
        return format(self.value, spec) if spec else str(self)

    def __str__(self) -> str:
        """Return one line a person can read."""
        if self.status != Status.DEFINED:
            return f"{_text.NONE}: nobody was addressed"
        bounds = (
            self._network_interval(0.95)
            if self.account is None
            else self.pooled._interval(0.95)
        )
        said = [
            _text.count(self.relationships, "relationships"),
            f"balance {_text.value(self.balance)}",
            f"concordance {_text.value(self.concordance)}",
        ]
        if bounds.status == Status.DEFINED:
            said.insert(0, _text.bounds(bounds.low, bounds.high))
        return f"{_text.value(self.value)} ({', '.join(said)})"


def two_way_index(
    dyads: Dyads,
    /,
    *,
    account: Label = None,
    broadcasts: ToScalar | EllipsisType = ...,
) -> TwoWayIndex:
    r"""
    Return the share of interactions matched by one the other way.

    Within the same relationship: a hundred messages to strangers do not answer a
    hundred others. Matched means balanced in number, not answered; that is
    ``response_rate``. Likes do not count unless they were named, since a brand cannot
    like back.

    .. math:: I = \frac{2 \sum_d \min(a_d, b_d)}{\sum_d (a_d + b_d)}

    Parameters
    ----------
    dyads : Dyads
        What was sent each way, per pair.
    account : int or str, optional
        Whose index; the whole network's by default.
    broadcasts : float, optional
        Interactions with nobody in particular; those that the dyads set aside by
        default.

    Returns
    -------
    TwoWayIndex
        With balance, concordance, directedness, fair ceiling and interval.

    Raises
    ------
    InvalidArgumentError
        If the dyads have no such account.
    InvalidCountsError
        If *broadcasts* is negative or infinite.

    Notes
    -----
    Range: 0 to 1. Undefined (NaN) where nobody was addressed. It is the weighted
    reciprocity of Squartini et al. [1]_, one minus Bray and Curtis' dissimilarity of
    what goes out and what comes in, and on ties of 0 and 1 NetworkX'
    ``overall_reciprocity``. An account's interval is clustered by relationship; a
    network's is dyadic-robust [2]_. The index rises with the length of the window and
    with messages per relationship: compare equal windows, with *attainment* beside it.

    References
    ----------
    .. [1] Squartini, T., Picciolo, F., Ruzzenenti, F. and Garlaschelli, D. (2013).
       Reciprocity of weighted networks. Scientific Reports 3, 2729. 10.1038/srep02729
    .. [2] Aronow, P. M., Samii, C. and Assenova, V. A. (2015). Cluster-robust variance
       estimation for dyadic data. Political Analysis 23, 564-577. As commonly stated;
       original not consulted.

    Examples
    --------
    >>> ada, others = ["ada"] * 3, ["bob", "cyd", "dan"]
    >>> dyads = Dyads.of(
    ...     actor=ada + others, target=others + ada, weight=[10, 5, 0, 8, 0, 3]
    ... )
    >>> round(two_way_index(dyads, account="ada").value, 3)
    0.615
    """
    _checks.of_class("dyads", dyads, Dyads)
    code = None if account is None else dyads.code(account)
    if not isinstance(broadcasts, EllipsisType):
        given = _columns.numbers("broadcasts", broadcasts)
        if isinstance(given, np.ndarray):
            rule = "be a number"
            raise _checks.refusal(InvalidTypeError, "broadcasts", rule, broadcasts)
        known = given
    elif dyads.broadcasts is None:
        known = 0.0
    else:
        aside = dyads.broadcasts
        known = float(aside.sum() if code is None else aside[code])
    return TwoWayIndex(dyads=dyads, account=account, broadcasts=known)


def timely_two_way_index(
    log: Interactions,
    /,
    *,
    every: Every | timedelta,
    tz: str | None = None,
    account: Label = None,
    kinds: AbstractSet[str] | None = CONVERSATIONAL,
) -> TwoWayIndex:
    r"""
    Return the share of interactions matched within the same day, week or month.

    An interaction that is matched in another window only is not matched: so the index
    of a long log does not rise with its length, and is at most ``two_way_index``.

    .. math:: \frac{2 \sum_d \sum_w \min(a_{dw}, b_{dw})}{\sum_d (a_d + b_d)}

    Parameters
    ----------
    log : Interactions
        The log, with times.
    every : {"1d", "1w", "1mo"} or timedelta
        The windows: days, weeks from Monday or months of the calendar, or windows of
        one length from the first event.
    tz : str, optional
        The zone of the calendar; UTC by default.
    account : int or str, optional
        Whose index; the whole network's by default.
    kinds : set of str, optional
        The actions that count: reply, mention, quote and message by default. ``None``
        takes all.

    Returns
    -------
    TwoWayIndex
        Matched within the windows; sent, received and balance are of all of the log.

    Raises
    ------
    InvalidArgumentError
        If the log does not know its kinds or the time of each event, *every* is no
        window, a zone or a kind is unknown, or there is no such account.

    Notes
    -----
    Range: 0 to 1. Undefined (NaN) where nobody was addressed. Its intervals are those
    of ``two_way_index``, by relationship, however many windows that spans. Compare
    equal windows. Our definition: min is superadditive, so that what is matched in the
    windows never exceeds what is matched in all.

    Examples
    --------
    >>> days = ["2026-01-05", "2026-01-05", "2026-01-06", "2026-01-09"]
    >>> log = Interactions.of(
    ...     actor=["ada", "bob", "ada", "bob"],
    ...     target=["bob", "ada", "bob", "ada"],
    ...     kind="reply",
    ...     at=np.array(days, "datetime64[D]"),
    ... )
    >>> timely_two_way_index(log, every="1d").value
    0.5
    >>> timely_two_way_index(log, every="1w").value
    1.0
    """
    _checks.of_class("log", log, Interactions)
    if log.at is None or np.isnat(log.at).any():
        rule, advice = "have the time of each event", "Leave out those without"
        raise _checks.refusal(InvalidArgumentError, "log", rule, log.at, advice=advice)
    if isinstance(every, timedelta):
        if every <= timedelta(0):
            raise _checks.refusal(InvalidArgumentError, "every", "be positive", every)
        since = log.at.view(np.int64)
        since = since - since.min(initial=2**62)
        length = every // timedelta(microseconds=1)
        _, windows = np.unique(since // length, return_inverse=True)
    else:
        windows = calendar(log.at, every, tz=tz).codes.astype(np.int64)
    dyads = Dyads.of_log(log, kinds=kinds)
    whole = two_way_index(dyads, account=account)
    within = dyads.within(log, windows, kinds=kinds)
    return attrs.evolve(whole, every=every, windows=within)


def two_way_index_by_account(
    dyads: Dyads, /
) -> Grouped[Pooled[float], Pooled[FloatArray]]:
    """
    Return the two-way index of every account at once.

    Each relationship stands in two accounts' indices, so that these groups overlap and
    have no total: the network's index is ``two_way_index(dyads)``.

    Parameters
    ----------
    dyads : Dyads
        What was sent each way, per pair.

    Returns
    -------
    Grouped
        Of pooled evidence by relationship, a group an account.

    Notes
    -----
    Range: 0 to 1. Undefined (NaN) for an account that addressed nobody and whom nobody
    addressed. Value and interval are those of ``two_way_index(dyads, account=...)``
    [1]_.

    References
    ----------
    .. [1] Squartini, T., Picciolo, F., Ruzzenenti, F. and Garlaschelli, D. (2013).
       Reciprocity of weighted networks. Scientific Reports 3, 2729. 10.1038/srep02729

    Examples
    --------
    >>> dyads = Dyads.of(actor=["ada", "bob", "cyd"], target=["bob", "ada", "ada"])
    >>> by_account = two_way_index_by_account(dyads)
    >>> by_account["bob"].value, by_account["cyd"].value
    (1.0, 0.0)
    """
    _checks.of_class("dyads", dyads, Dyads)
    sums_of: Any = {
        n: part[dyads.active] for n, part in dyads.by_account.ratio._asdict().items()
    }
    estimate: Any = Pooled(
        **sums_of,
        left_out=spread(EMPTY, dyads.active.size),
        kind="share",
        counts=True,
        metric=METRIC,
        terms=TERMS,
    )
    return Grouped(dyads.accounts, estimate, instead="two_way_index(dyads)")


@overload
def two_way_upper_bound(sent: ToScalar, received: ToScalar, /) -> Proportion[float]: ...
@overload
def two_way_upper_bound(
    sent: ToArray, received: ToArray | ToScalar, /
) -> Proportion[FloatArray]: ...
@overload
def two_way_upper_bound(
    sent: ToScalar, received: ToArray, /
) -> Proportion[FloatArray]: ...
def two_way_upper_bound(sent: object, received: object, /) -> Proportion[Any]:
    r"""
    Return the most that the two-way index can be, from totals alone.

    For those who have only counters: balance, the index if all went to those who send.
    A brand that sends a hundred messages to strangers and ignores a hundred others has
    an upper bound of 1 and an index of 0.

    .. math:: \frac{2 \min(A, B)}{A + B} \ge I

    Parameters
    ----------
    sent : float or array_like of float
        Interactions the account sent [events]. Shape ``(accounts,)``.
    received : float or array_like of float
        Interactions it received [events].

    Returns
    -------
    Proportion
        Of floats if both are numbers, of columns otherwise.

    Raises
    ------
    InvalidTypeError
        If an argument is not numeric.
    InvalidCountsError
        If a number is negative, infinite or above 2**53.
    InvalidArgumentError
        If columns have different lengths.

    Notes
    -----
    Range: 0 to 1. Undefined (NaN) where nothing was sent or received. Our definition:
    the account-level part of the index; a bound, so its interval says nothing about the
    index itself.

    Examples
    --------
    >>> two_way_upper_bound(100, 50).value.__round__(4)
    0.6667
    """
    pair = {"sent": sent, "received": received}
    a, b = _columns.columns(**{k: _columns.numbers(k, v) for k, v in pair.items()})
    y, x = 2 * np.minimum(a, b), np.add(a, b)
    terms = Terms("matched at most", "interactions", "accounts")
    if not isinstance(a, np.ndarray):
        y, x = float(y), float(x)
    made = Proportion._build(y, x, EMPTY, "two_way_upper_bound", terms)
    return cast("Proportion[Any]", made)
