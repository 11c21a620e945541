"""Ties of 0 and 1: which are returned."""

from __future__ import annotations

from typing import final

import attrs

from engagement_metrics._door import _checks
from engagement_metrics._typing import Label
from engagement_metrics.errors import InvalidArgumentError
from engagement_metrics.evidence import Composition, Measure, Proportion
from engagement_metrics.evidence._result import cannot_add
from engagement_metrics.tables import Dyads
from engagement_metrics.words import Metric, Source, Status

NO_INTERVAL = "no closed form is published"
LABELS = ("mutual", "asymmetric", "null")
IGRAPH = Source(
    "igraph",
    None,
    "Reciprocity of graphs",
    "https://r.igraph.org/reference/reciprocity.html",
)
NETWORKX = Source(
    "NetworkX",
    None,
    "Reciprocity",
    "https://networkx.org/documentation/stable/reference/algorithms/reciprocity.html",
)
CENSUS = Metric(
    "dyad_census",
    "pairs of each kind",
    "pairs",
    unit="pairs",
    sources=(
        Source(
            "Holland, P. W. and Leinhardt, S.",
            1970,
            "A method for detecting structure in sociometric data",
            "American Journal of Sociology 76, 492-513",
            consulted=False,
        ),
    ),
)
ARCS = Metric(
    "arc_reciprocity", "returned ties", "ties", unit="networks", sources=(IGRAPH,)
)
PAIRS = Metric(
    "dyad_reciprocity", "mutual pairs", "tied pairs", unit="networks", sources=(IGRAPH,)
)
EGO = Metric(
    "ego_reciprocity", "returned ties", "ties", unit="accounts", sources=(NETWORKX,)
)
CORRELATION = Metric(
    "reciprocity_correlation",
    "(r - a) / (1 - a), of arc reciprocity r and density a",
    unit="accounts",
    scale="number",
    sources=(
        Source(
            "Garlaschelli, D. and Loffredo, M. I.",
            2004,
            "Patterns of link reciprocity in directed networks",
            "10.1103/PhysRevLett.93.268701",
            consulted=False,
        ),
    ),
)


@final
@attrs.frozen(eq=False, init=False, repr=False, getstate_setstate=False)
class DyadCensus(Composition):
    """
    How many pairs of accounts are tied both ways, one way, and not at all.

    A composition of the labels ``"mutual"``, ``"asymmetric"`` and ``"null"``.

    Examples
    --------
    >>> dyads = Dyads.of(actor=[0, 0, 0, 1, 2, 3], target=[1, 2, 3, 0, 3, 2])
    >>> census = dyad_census(dyads)
    >>> census.mutual, census.asymmetric, census.null
    (2, 2, 2)
    """

    @property
    def mutual(self) -> int:
        """Pairs with interactions both ways."""
        return int(self.counts[0])

    @property
    def asymmetric(self) -> int:
        """Pairs with interactions one way."""
        return int(self.counts[1])

    @property
    def null(self) -> int:
        """Pairs without interactions."""
        return int(self.counts[2])

    def __add__(self, other: object) -> DyadCensus:
        """Refuse: between two networks there are pairs that neither counts."""
        advice = "Add the dyads, and take the census of their sum"
        raise cannot_add(self, other, advice)


def dyad_census(dyads: Dyads, /, *, accounts: int | None = None) -> DyadCensus:
    """
    Return how many pairs are tied both ways, one way, and not at all.

    Ties are 0 or 1 here: one interaction makes a tie, more make no more. Which kinds of
    interaction make one was settled when the dyads were made.

    Parameters
    ----------
    dyads : Dyads
        What was sent each way, per pair.
    accounts : int, optional
        Accounts there are, silent ones included; those of the dyads by default.

    Returns
    -------
    DyadCensus
        Mutual, asymmetric and null pairs.

    Raises
    ------
    InvalidArgumentError
        If there are fewer *accounts* than the dyads have.

    Notes
    -----
    The dyad census of Holland and Leinhardt [1]_.

    References
    ----------
    .. [1] Holland, P. W. and Leinhardt, S. (1970). A method for detecting structure in
       sociometric data. American Journal of Sociology 76, 492-513. As commonly stated;
       original not consulted.

    Examples
    --------
    >>> dyads = Dyads.of(actor=["ada", "bob"], target=["bob", "ada"])
    >>> dyad_census(dyads, accounts=3)
    <DyadCensus of 3 pairs: 33.3 %, 0.0 %, 66.7 %, dyad census of pairs>
    """
    _checks.of_class("dyads", dyads, Dyads)
    size = _accounts(dyads, accounts)
    pairs = size * (size - 1) // 2
    tied, mutual = dyads._ties
    counts = [mutual, tied - mutual, pairs - tied]
    return DyadCensus(LABELS, counts, metric=CENSUS)


def _accounts(dyads: Dyads, accounts: int | None) -> int:
    active = dyads._active.size
    if accounts is None:
        return active
    number = _checks.whole("accounts", accounts, least=0)
    if number < active:
        rule = f"not be less than the {active} accounts of the dyads"
        raise _checks.refusal(InvalidArgumentError, "accounts", rule, accounts)
    return number


def arc_reciprocity(dyads: Dyads, /) -> Proportion[float]:
    r"""
    Return the share of ties that are returned.

    Of directed ties, so a mutual pair counts twice; ``dyad_reciprocity`` counts pairs.
    Ties are 0 or 1: one interaction makes one.

    .. math:: \frac{2M}{2M + A}

    Parameters
    ----------
    dyads : Dyads
        What was sent each way, per pair.

    Returns
    -------
    Proportion
        Returned ties of all.

    Notes
    -----
    Range: 0 to 1. Undefined (NaN) where there are no ties. The Wilson interval is as if
    ties were independent, which the two of a pair are not. Also known as NetworkX'
    ``overall_reciprocity`` and igraph's default [1]_.

    References
    ----------
    .. [1] igraph. Reciprocity of graphs.
       https://r.igraph.org/reference/reciprocity.html

    Examples
    --------
    >>> dyads = Dyads.of(actor=[1, 2, 3], target=[2, 3, 2])
    >>> arc_reciprocity(dyads).value.__round__(4)
    0.6667
    """
    _checks.of_class("dyads", dyads, Dyads)
    tied, mutual = dyads._ties
    return Proportion(2 * mutual, tied + mutual, metric=ARCS)


def dyad_reciprocity(dyads: Dyads, /) -> Proportion[float]:
    r"""
    Return the share of tied pairs that are tied both ways.

    Of pairs, so a mutual pair counts once; ``arc_reciprocity`` counts ties. Ties are 0
    or 1: one interaction makes one.

    .. math:: \frac{M}{M + A}

    Parameters
    ----------
    dyads : Dyads
        What was sent each way, per pair.

    Returns
    -------
    Proportion
        Mutual pairs of all tied pairs.

    Notes
    -----
    Range: 0 to 1. Undefined (NaN) where there are no ties. The Wilson interval is as if
    pairs were independent. Also known as igraph's mode "ratio" [1]_; the 22.1 % of
    Twitter in Kwak et al. (2010) is this one.

    References
    ----------
    .. [1] igraph. Reciprocity of graphs.
       https://r.igraph.org/reference/reciprocity.html

    Examples
    --------
    >>> dyads = Dyads.of(actor=[1, 2, 3], target=[2, 3, 2])
    >>> dyad_reciprocity(dyads).value
    0.5
    """
    _checks.of_class("dyads", dyads, Dyads)
    tied, mutual = dyads._ties
    return Proportion(mutual, tied, metric=PAIRS)


def ego_reciprocity(dyads: Dyads, /, *, account: Label) -> Proportion[float]:
    r"""
    Return the share of an account's ties that are returned.

    Of the ties it has out and in: Dice's similarity of whom it addressed and who
    addressed it. Ties are 0 or 1: one interaction makes one.

    .. math:: \frac{2\,|O \cap I|}{|O| + |I|}

    Parameters
    ----------
    dyads : Dyads
        What was sent each way, per pair.
    account : int or str
        The account.

    Returns
    -------
    Proportion
        Returned ties of all its ties.

    Raises
    ------
    InvalidArgumentError
        If the dyads have no such account.

    Notes
    -----
    Range: 0 to 1. Undefined (NaN) for an account without ties. The Wilson interval is
    as if ties were independent. Also known as NetworkX' ``reciprocity`` of a node [1]_.

    References
    ----------
    .. [1] NetworkX. Reciprocity.
       https://networkx.org/documentation/stable/reference/algorithms/reciprocity.html

    Examples
    --------
    >>> dyads = Dyads.of(actor=[1, 2, 3], target=[2, 3, 2])
    >>> ego_reciprocity(dyads, account=2).value.__round__(4)
    0.6667
    """
    _checks.of_class("dyads", dyads, Dyads)
    code = dyads.code(account)
    mutual = int(dyads._by_account.mutual[code])
    ties = int(dyads._by_account.ratio.units[code]) + mutual
    return Proportion(2 * mutual, ties, metric=EGO)


def reciprocity_correlation(dyads: Dyads, /, *, accounts: int | None = None) -> Measure:
    r"""
    Return how much more ties are returned than by chance, as a correlation.

    Garlaschelli and Loffredo's rho: the correlation of the matrix of ties with its
    transpose. It compares networks of different density, which arc reciprocity cannot.

    .. math:: \rho = \frac{r - \bar a}{1 - \bar a}, \quad \bar a = \frac{L}{n(n - 1)}

    Parameters
    ----------
    dyads : Dyads
        What was sent each way, per pair.
    accounts : int, optional
        Accounts there are, silent ones included; those of the dyads by default.

    Returns
    -------
    Measure
        NaN where there are no ties, or all that there could be.

    Raises
    ------
    InvalidArgumentError
        If there are fewer *accounts* than the dyads have.

    Notes
    -----
    Range: -a/(1 - a) to 1; 0 is what chance gives. The formula is as commonly stated;
    original [1]_ not consulted. It has no interval here: no closed form is published.

    References
    ----------
    .. [1] Garlaschelli, D. and Loffredo, M. I. (2004). Patterns of link reciprocity in
       directed networks. Physical Review Letters 93, 268701.
       10.1103/PhysRevLett.93.268701

    Examples
    --------
    >>> dyads = Dyads.of(actor=[0, 0, 0, 1, 2, 3], target=[1, 2, 3, 0, 3, 2])
    >>> reciprocity_correlation(dyads).value.__round__(4)
    0.3333
    """
    _checks.of_class("dyads", dyads, Dyads)
    size = _accounts(dyads, accounts)
    ties, possible = sum(dyads._ties), size * (size - 1)
    if not 0 < ties < possible:
        nan, status = float("nan"), Status.ZERO_VARIANCE
        return Measure(nan, status, size, NO_INTERVAL, CORRELATION)
    chance = ties / possible
    value = (arc_reciprocity(dyads).value - chance) / (1 - chance)
    return Measure(value, Status.DEFINED, size, NO_INTERVAL, CORRELATION)
