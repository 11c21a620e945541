"""Two-way interaction against chance: unbiased index, permutation test."""

from __future__ import annotations

from typing import final

import attrs
import numpy as np

from engagement_metrics import _text
from engagement_metrics._door import _checks
from engagement_metrics._kernels import concordance as kernel, quantiles
from engagement_metrics._typing import FloatArray, IntArray, Label
from engagement_metrics.errors import InvalidArgumentError, InvalidCountsError
from engagement_metrics.evidence._interval import Bounds
from engagement_metrics.evidence._result import LEVEL, Known, Scalar
from engagement_metrics.evidence._shown import codes_of
from engagement_metrics.tables import Dyads
from engagement_metrics.words import Metric, Source, Status

BY_CHANCE = Metric(
    "two_way_index_by_chance",
    "mean over interactions of 2 min(X, n - X) / n, X of n tosses of a fair coin",
    unit="relationships",
)
UNBIASED = Metric(
    "unbiased_two_way_index",
    "mean over interactions of 4 p q, estimated without bias",
    unit="relationships",
)
CONCORDANCE = Metric(
    "concordance_test",
    "(matched - expected) / (maximum - expected)",
    unit="relationships",
    scale="number",
    sources=(
        Source(
            "Hoeffding, W.",
            1951,
            "A combinatorial central limit theorem",
            "Annals of Mathematical Statistics 22, 558-566",
            consulted=False,
        ),
    ),
)


@final
@attrs.frozen(eq=False, repr=False, getstate_setstate=False)
class ByChance(Scalar):
    """
    What a two-way index is if fair coins decide the direction of each interaction.

    Given by ``TwoWayIndex.by_chance``. Its interval is the range in which the index is
    in 95 of 100 cases of chance, or in as many as its level says: it is no estimate.

    Attributes
    ----------
    expected : float
        Expected value of the index: the *value*; NaN where interactions are weighted.
    deviation : float
        Standard deviation of the index.
    relationships : int
        Number of relationships.

    Examples
    --------
    >>> dyads = Dyads.of(actor=list("aab"), target=list("bca"), weight=[3, 1, 3])
    >>> print(two_way_index(dyads).by_chance)
    two-way index by chance: 58.9 % (95 % of fair coins: 14.8 to 100.0 %; 2
    relationships)
    """

    expected: float
    deviation: float
    relationships: int

    metric: Metric = attrs.field(default=BY_CHANCE, init=False)

    def _values(self) -> FloatArray:
        return np.array([self.expected])

    def _codes(self) -> IntArray:
        unknown = Status.MISSING if self.relationships else Status.NO_EXPOSURE
        return codes_of(unknown if np.isnan(self.expected) else Status.DEFINED)

    @property
    def units(self) -> int:
        """Number of relationships."""
        return self.relationships

    def _bounds(self, level: float) -> Bounds:
        reach = quantiles.normal_quantile(level) * self.deviation
        low, high = max(self.expected - reach, 0.0), min(self.expected + reach, 1.0)
        method = "normal range of fair coins, from their exact mean and variance"
        return Bounds.of(low, high, self.status, method)

    def _within(self, value: float, low: float, high: float, known: Known) -> str:
        return f"{100 * LEVEL:g} % of fair coins: {_text.bounds(low, high)}"

    def _why(self, code: int) -> str:
        return "interactions are weighted" if self.units else "no interactions"


def by_chance(volumes: FloatArray, relationships: int) -> ByChance:
    """Return what fair coins give for volumes, if they are whole numbers."""
    total = volumes.sum()
    if not total or (volumes != np.floor(volumes)).any():
        return ByChance(float("nan"), float("nan"), relationships)
    expected = float(volumes @ kernel.fair_share(volumes) / total)
    deviation = float(np.sqrt(kernel.fair_variance(volumes).sum()) / total)
    return ByChance(expected, deviation, relationships)


class _NoInterval(Scalar):
    """The base class of measures without a published interval."""

    __slots__ = ()

    relationships: int

    def _codes(self) -> IntArray:
        known = not np.isnan(self._values()[0])
        return codes_of(Status.DEFINED if known else Status.TOO_FEW_UNITS)

    @property
    def units(self) -> int:
        """Number of relationships."""
        return self.relationships

    def _bounds(self, level: float) -> Bounds:
        nan = float("nan")
        return Bounds.of(nan, nan, Status.MISSING, "none: no interval is published")

    def _between(self) -> list[str]:
        return [""]


@final
@attrs.frozen(eq=False, repr=False, getstate_setstate=False)
class UnbiasedTwoWayIndex(_NoInterval):
    """
    A two-way index without small-sample bias, with its standard error.

    The value may exceed 1, as must that of any unbiased index.

    Attributes
    ----------
    index : float
        The index: the *value*.
    standard_error : float
        Standard error within the observed relationships.
    interactions : float
        Interactions in relationships with at least two.
    relationships : int
        Relationships with at least two interactions.
    alone : int
        Relationships with one interaction, which are uninformative: left out.

    Examples
    --------
    >>> dyads = Dyads.of(actor=["ada", "bob"], target=["bob", "ada"], weight=[10, 8])
    >>> round(unbiased_two_way_index(dyads).value, 4)
    1.0458
    """

    index: float
    standard_error: float
    interactions: float
    relationships: int
    alone: int

    metric: Metric = attrs.field(default=UNBIASED, init=False)

    def _values(self) -> FloatArray:
        return np.array([self.index])

    def _notes(self) -> list[str]:
        error = f"standard error {_text.value(self.standard_error)}"
        more = f"; {_text.count(self.alone, 'relationships')} of one interaction"
        return [f"{error}{more} left out" if self.alone else error]


def unbiased_two_way_index(
    dyads: Dyads, /, *, account: Label = None
) -> UnbiasedTwoWayIndex:
    r"""
    Return a two-way index without small-sample bias.

    The unbiased estimate of 4 p q, averaged over interactions, where p is the
    probability that an interaction of a relationship goes in one direction, and
    q = 1 - p. Relationships with one interaction are uninformative; they are left out
    and counted.

    .. math:: Q = \frac{\sum_d n_d Q_d}{\sum_d n_d}, \quad
        Q_d = \frac{4 a_d b_d}{n_d (n_d - 1)}

    Parameters
    ----------
    dyads : Dyads
        Directed interaction counts per pair, in whole numbers.
    account : int or str, optional
            The account; the whole network by default.

    Returns
    -------
    UnbiasedTwoWayIndex
        Value, standard error and evidence.

    Raises
    ------
    InvalidArgumentError
        If the account is not in the dyads.
    InvalidCountsError
        If interactions are weighted (not whole numbers).

    Notes
    -----
    Range: 0 to n/(n - 1); an unbiased index with expectation 1 for a fair split exceeds
    1 in some samples. Undefined (NaN) if no relationship has two interactions. It has
    no interval, since none is published, but a standard error. Var(Q_d) = 16 (pq(1 -
    4pq)/n + 2p²q²/(n(n - 1))), exact for given p. Its unbiased estimate is Q_d² minus
    16 times the estimate of p²q². Below four interactions no unbiased estimate exists,
    and the mean of 4pq over all relationships is used, which is conservative. Our
    definition, from the unbiased estimate of pq: no published index of directed counts
    per pair is unbiased.

    Examples
    --------
    >>> dyads = Dyads.of(actor=["ada", "bob"], target=["bob", "ada"])
    >>> unbiased_two_way_index(dyads).value
    2.0
    """
    _checks.of_class("dyads", dyads, Dyads)
    sent, received = dyads.ledger(account)
    volume = sent + received
    _checks.require(
        InvalidCountsError,
        "dyads",
        "hold whole numbers of interactions",
        volume,
        (sent != np.floor(sent)) | (received != np.floor(received)),
        advice="The unbiased index needs counts, not weights",
    )
    a, b = (side[volume > 1] for side in (sent, received))
    n, total = a + b, float((a + b).sum())
    if not total:
        nan = float("nan")
        return UnbiasedTwoWayIndex(nan, nan, 0.0, 0, int(volume.size))
    value = float((n * kernel.unbiased_matched_share(a, b)).sum() / total)
    error = float(np.sqrt(kernel.unbiased_matched_error(a, b, value)) / total)
    left = int(volume.size - n.size)
    return UnbiasedTwoWayIndex(value, error, total, n.size, left)


@final
@attrs.frozen(eq=False, repr=False, getstate_setstate=False)
class ConcordanceTest(_NoInterval):
    """
    Matched interactions, compared with random permutations of the partners.

    Attributes
    ----------
    matched : float
        Interactions sent that are matched by received ones.
    expected, variance : float
        Mean and variance over random permutations of the volumes sent.
    maximum : float
        Maximum over permutations: largest sent to largest received.
    kappa : float
        (matched - expected) / (maximum - expected), the *value*; NaN if every
        permutation gives the same sum.
    z : float
        (matched - expected) / standard deviation.
    relationships : int
        Partners that are permuted: with messages both ways, or all, where the
        population is known.
    one_way : int
        Partners with messages one way only, which are not permuted.
    population : int or None
        How many partners could have met the account; ``None`` if not given.

    Examples
    --------
    >>> dyads = Dyads.of(
    ...     actor=list("aabc"), target=list("bcaa"), weight=[3, 1, 3, 1]
    ... )
    >>> concordance_test(dyads, account="a").kappa
    1.0
    """

    matched: float
    expected: float
    variance: float
    maximum: float
    kappa: float
    z: float
    relationships: int
    one_way: int
    population: int | None

    metric: Metric = attrs.field(default=CONCORDANCE, init=False)

    def _values(self) -> FloatArray:
        return np.array([self.kappa])

    def _notes(self) -> list[str]:
        numbers = (self.matched, self.expected, self.maximum)
        matched, expected, most = map(_text.number, numbers)
        said = f"{matched} matched, {expected} by chance, at most {most}"
        left = f"; {self.one_way:,} with messages one way left out"
        return [f"{said}; z = {self.z:.2g}{left if self.one_way else ''}"]

    def _counted(self) -> list[str]:
        among = "with messages both ways"
        if self.population is not None:
            among = f"among {self.population:,} who could have met"
        return [f"{super()._counted()[0]} {among}"]


def concordance_test(
    dyads: Dyads, /, *, account: Label, population: int | None = None
) -> ConcordanceTest:
    r"""
    Test whether an account addresses those who address it.

    The volumes sent are randomly permuted over the partners. Mean and variance of the
    matched interactions under permutation are exact, in closed form.

    .. math:: E[S] = \frac{1}{D} \sum_{ij} \min(a_i, b_j)

    Parameters
    ----------
    dyads : Dyads
        Directed interaction counts per pair.
    account : int or str
        The account.
    population : int, optional
        How many partners could have met the account, those with messages included. Then
        those without are permuted too. By default only partners with messages both ways
        are.

    Returns
    -------
    ConcordanceTest
        Observed, expected, kappa and z.

    Raises
    ------
    InvalidTypeError
        If *population* is not a whole number.
    InvalidArgumentError
        If the account is not in the dyads, or *population* is smaller than its
        partners.

    Notes
    -----
    Range of kappa: up to 1; 0 is the expectation by chance. Undefined (NaN) if every
    permutation gives the same sum, as for fewer than two partners. It has no interval:
    none is published.

    A log has only pairs that met: who neither sent nor received is not in it, so that
    among all partners in it large volumes sent go with small ones received, whatever
    the account does. With *population* that selection is gone: where volumes are
    independent, the mean of z is 0. But z hangs on that number: it must be known, not
    guessed. Without it, partners with messages both ways are compared, which nothing
    selects; then z says whether *volumes* agree among them, not whether messages go to
    those who send any, and a low one is no sign that the account avoids them.

    Variance of a permutation sum: Hoeffding [1]_. Our definition of the index: weighted
    reciprocity is confounded by volumes [2]_, for which kappa adjusts.

    References
    ----------
    .. [1] Hoeffding, W. (1951). A combinatorial central limit theorem. Annals of
       Mathematical Statistics 22, 558-566. As commonly stated; original not consulted.
    .. [2] Squartini, T., Picciolo, F., Ruzzenenti, F. and Garlaschelli, D. (2013).
       Reciprocity of weighted networks. Scientific Reports 3, 2729. 10.1038/srep02729

    Examples
    --------
    >>> me, others = ["me"] * 5, list("vwxyz")
    >>> dyads = Dyads.of(
    ...     actor=me + others,
    ...     target=others + me,
    ...     weight=[10, 5, 0, 2, 1, 8, 0, 3, 2, 7],
    ... )
    >>> print(concordance_test(dyads, account="me", population=40))
    concordance test: 0.66 (5 relationships among 40 who could have met; 11 matched, 1.2
    by chance, at most 16; z = 4.6)
    >>> print(concordance_test(dyads, account="me"))
    concordance test: 1.0 (3 relationships with messages both ways; 11 matched, 8.7 by
    chance, at most 11; z = 0.89; 2 with messages one way left out)
    """
    _checks.of_class("dyads", dyads, Dyads)
    if account is None:
        raise _checks.refusal(InvalidArgumentError, "account", "be named", account)
    sent, received = dyads.ledger(account)
    partners = sent.size
    if population is None:
        both = (sent > 0) & (received > 0)
        sent, received = sent[both], received[both]
        found = kernel.concordance(sent, received)
    else:
        population = _checks.whole("population", population, least=0)
        if population < partners:
            rule = f"be at least the {partners:,} partners of the account"
            raise _checks.refusal(InvalidArgumentError, "population", rule, population)
        found = kernel.concordance(sent, received, population - partners)
    return ConcordanceTest(
        *found,
        relationships=sent.size,
        one_way=partners - sent.size,
        population=population,
    )
