"""Reciprocity of binary ties."""

from __future__ import annotations

from typing import Any, cast, final

import attrs

from engagement_metrics._door import _checks
from engagement_metrics._typing import Label
from engagement_metrics.errors import InvalidArgumentError
from engagement_metrics.evidence import Composition, Measure, Proportion, Result
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
    The dyad census: numbers of mutual, asymmetric and null pairs.

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
        """Number of pairs with interactions in both directions."""
        return int(self.counts[0])

    @property
    def asymmetric(self) -> int:
        """Number of pairs with interactions in one direction."""
        return int(self.counts[1])

    @property
    def null(self) -> int:
        """Number of pairs without interactions."""
        return int(self.counts[2])

    _instead = "Add the dyads, and take the census of their sum"

    def __add__(self, other: object) -> Composition:
        """Raise an error: pairs between two networks are in neither census."""
        return cast("Composition", Result.__add__(cast("Any", self), other))


def dyad_census(dyads: Dyads, /, *, accounts: int | None = None) -> DyadCensus:
    """
    Return the numbers of mutual, asymmetric and null pairs.

    Ties are binary: at least one interaction makes a tie. The kinds of interaction that
    count are those of the dyads.

    Parameters
    ----------
    dyads : Dyads
        Directed interaction counts per pair.
    accounts : int, optional
        Number of accounts, including inactive ones; those of the dyads by default.

    Returns
    -------
    DyadCensus
        Mutual, asymmetric and null pairs.

    Raises
    ------
    InvalidArgumentError
        If *accounts* is less than the number of active accounts.

    Notes
    -----
    Range of the shares: 0 to 1 each, 1 together. Undefined (NaN) without pairs.
    Interval: Goodman's, simultaneous for all three, as if pairs were independent. The
    dyad census of Holland and Leinhardt [1]_.

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

    Counts directed ties, so a mutual pair counts twice; ``dyad_reciprocity`` counts
    pairs. Ties are binary: at least one interaction makes a tie.

    .. math:: \frac{2M}{2M + A}

    Parameters
    ----------
    dyads : Dyads
        Directed interaction counts per pair.

    Returns
    -------
    Proportion
        Returned ties over all ties.

    Notes
    -----
    Range: 0 to 1. Undefined (NaN) without ties. The Wilson interval assumes independent
    ties, which the two ties of a mutual pair are not. Also known as
    ``overall_reciprocity`` in NetworkX; the default in igraph [1]_.

    References
    ----------
    .. [1] igraph. Reciprocity of graphs.
       https://r.igraph.org/reference/reciprocity.html

    Examples
    --------
    >>> dyads = Dyads.of(actor=[1, 2, 3], target=[2, 3, 2])
    >>> round(arc_reciprocity(dyads).value, 4)
    0.6667
    """
    _checks.of_class("dyads", dyads, Dyads)
    tied, mutual = dyads._ties
    return Proportion(2 * mutual, tied + mutual, metric=ARCS)


def dyad_reciprocity(dyads: Dyads, /) -> Proportion[float]:
    r"""
    Return the share of tied pairs that are mutual.

    Counts pairs, so a mutual pair counts once; ``arc_reciprocity`` counts ties.
    Ties are binary: at least one interaction makes a tie.

    .. math:: \frac{M}{M + A}

    Parameters
    ----------
    dyads : Dyads
        Directed interaction counts per pair.

    Returns
    -------
    Proportion
        Mutual pairs over all tied pairs.

    Notes
    -----
    Range: 0 to 1. Undefined (NaN) without ties. The Wilson interval assumes independent
    pairs. Also known as mode "ratio" in igraph [1]_; the 22.1 % of Twitter in Kwak et
    al. (2010) is this metric.

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

    This is the Dice similarity of the accounts it addressed and the accounts that
    addressed it. Ties are binary: at least one interaction makes a tie.

    .. math:: \frac{2\,|O \cap I|}{|O| + |I|}

    Parameters
    ----------
    dyads : Dyads
        Directed interaction counts per pair.
    account : int or str
        The account.

    Returns
    -------
    Proportion
        Returned ties over all ties of the account.

    Raises
    ------
    InvalidArgumentError
        If the account is not in the dyads.

    Notes
    -----
    Range: 0 to 1. Undefined (NaN) for an account without ties. The Wilson interval
    assumes independent ties. Also known as ``reciprocity`` of a node in NetworkX [1]_.

    References
    ----------
    .. [1] NetworkX. Reciprocity.
       https://networkx.org/documentation/stable/reference/algorithms/reciprocity.html

    Examples
    --------
    >>> dyads = Dyads.of(actor=[1, 2, 3], target=[2, 3, 2])
    >>> round(ego_reciprocity(dyads, account=2).value, 4)
    0.6667
    """
    _checks.of_class("dyads", dyads, Dyads)
    code = dyads.code(account)
    mutual = int(dyads._by_account.units_some[code])
    ties = int(dyads._by_account.units[code]) + mutual
    return Proportion(2 * mutual, ties, metric=EGO)


def reciprocity_correlation(dyads: Dyads, /, *, accounts: int | None = None) -> Measure:
    r"""
    Return the reciprocity of ties beyond chance, as a correlation.

    Garlaschelli and Loffredo's rho: the correlation of the adjacency matrix with its
    transpose. Unlike arc reciprocity, it is comparable between networks of different
    density.

    .. math:: \rho = \frac{r - \bar a}{1 - \bar a}, \quad \bar a = \frac{L}{n(n - 1)}

    Parameters
    ----------
    dyads : Dyads
        Directed interaction counts per pair.
    accounts : int, optional
        Number of accounts, including inactive ones; those of the dyads by default.

    Returns
    -------
    Measure
        The correlation; NaN without ties, or if all possible ties exist.

    Raises
    ------
    InvalidArgumentError
        If *accounts* is less than the number of active accounts.

    Notes
    -----
    Range: -a/(1 - a) to 1; 0 is the expectation by chance. Undefined (NaN) without
    ties, or if all possible ties exist. The formula is as commonly stated; original
    [1]_ not consulted. It has no interval: none in closed form is published.

    References
    ----------
    .. [1] Garlaschelli, D. and Loffredo, M. I. (2004). Patterns of link reciprocity in
       directed networks. Physical Review Letters 93, 268701.
       10.1103/PhysRevLett.93.268701

    Examples
    --------
    >>> dyads = Dyads.of(actor=[0, 0, 0, 1, 2, 3], target=[1, 2, 3, 0, 3, 2])
    >>> round(reciprocity_correlation(dyads).value, 4)
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
