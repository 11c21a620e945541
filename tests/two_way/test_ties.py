"""Ties of 0 and 1 against published examples, igraph and NetworkX."""

import json
import math
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from engagement_metrics import Composition, Dyads, Status, two_way_index
from engagement_metrics.errors import (
    IncompatibleEvidenceError,
    InvalidArgumentError,
)
from engagement_metrics.two_way import (
    DyadCensus,
    arc_reciprocity,
    dyad_census,
    dyad_reciprocity,
    ego_reciprocity,
    reciprocity_correlation,
)

DATA = Path(__file__).parents[3] / "shared" / "data"
V29 = [(1, 2), (2, 3), (3, 2)]  # NetworkX tests/test_reciprocity.py
V30 = [(0, 1), (0, 2), (0, 3), (1, 0), (2, 3), (3, 2)]  # igraph_reciprocity.c
V31 = [(0, 1), (0, 2), (1, 1), (1, 3), (2, 0), (2, 0), (2, 3), (3, 4), (3, 4)]
arcs = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=30)


def of(edges):
    """Return dyads of edges."""
    return Dyads.of(actor=[a for a, _ in edges], target=[b for _, b in edges])


def test_networkx_example():
    """Two of three ties are returned (V29)."""
    dyads = of(V29)

    assert 2 / 3 == arc_reciprocity(dyads).value
    assert 0.0 == ego_reciprocity(dyads, account=1).value
    assert 2 / 3 == ego_reciprocity(dyads, account=2).value


def test_igraph_example():
    """Ratio, default, census and rho of igraph's own test graph (V30)."""
    dyads = of(V30)

    assert 0.5 == dyad_reciprocity(dyads).value
    assert 2 / 3 == arc_reciprocity(dyads).value
    census = dyad_census(dyads)
    assert (2, 2, 2) == (census.mutual, census.asymmetric, census.null)
    assert isinstance(census, DyadCensus)
    assert 1 / 3 == pytest.approx(reciprocity_correlation(dyads).value, abs=1e-15)


def test_igraph_census():
    """Loops and repeats make no tie; silent accounts make null pairs (V31)."""
    census = dyad_census(of(V31), accounts=6)

    assert (1, 4, 10) == (census.mutual, census.asymmetric, census.null)
    assert [1 / 15, 4 / 15, 10 / 15] == census.shares.tolist()
    assert ("mutual", "asymmetric", "null") == census.labels


def test_kwak_counted_pairs():
    """22.1 % of pairs are 36.2 % of ties (V33; Kwak et al. 2010)."""
    mutual = [(2 * i, 2 * i + 1) for i in range(221)]
    single = [(2 * i, 2 * i + 1) for i in range(221, 1000)]
    dyads = of(mutual + [(b, a) for a, b in mutual] + single)

    assert 0.221 == dyad_reciprocity(dyads).value
    assert 0.361998361998 == pytest.approx(arc_reciprocity(dyads).value, abs=1e-12)


def test_unused_account_numbers_make_no_pairs():
    """Null pairs are of accounts that occur, however they are numbered."""
    assert dyad_census(of([(1, 2), (2, 900)])) == dyad_census(of([(0, 1), (1, 2)]))


NETWORKS = {
    "bitcoin_alpha": ("soc-sign-bitcoinalpha.csv", ",", 1),
    "collegemsg": ("CollegeMsg.txt.gz", None, 0),
    "radoslaw_email": ("ia-radoslaw-email.edges.gz", None, 2),
    "ukfaculty_igraphdata": ("edges.csv", ",", 1),
}


@pytest.mark.parametrize("name", NETWORKS)
def test_published_networks(name):
    """Edge and dyad reciprocity as KONECT, SuiteSparse and igraph have them."""
    import numpy as np

    folder = DATA / name
    if not folder.exists():
        pytest.skip(f"needs ../shared/data/{name}")
    expected = json.loads((folder / "expected.json").read_text())
    expected = expected["computed_by_independent_pandas_networkx_code"]
    file, delimiter, header = NETWORKS[name]
    rows = np.loadtxt(folder / file, delimiter=delimiter, skiprows=header)
    actor, target = rows[:, :2].T.astype(np.int64)
    dyads = Dyads.of(actor=actor, target=target)
    census = dyad_census(dyads)
    loops = 0 if dyads.loops is None else dyads.loops.sum()
    size = expected["nodes"]

    assert expected["edge_reciprocity"] == arc_reciprocity(dyads).value
    assert expected["dyad_reciprocity"] == dyad_reciprocity(dyads).value
    assert expected["mutual_dyads"] == census.mutual
    assert expected["dyads"] == census.mutual + census.asymmetric
    assert expected["self_loop_events"] == loops
    assert size * (size - 1) // 2 == sum(
        (census.mutual, census.asymmetric, census.null)
    )
    if name in {"collegemsg", "radoslaw_email"}:
        weighted = expected["weighted_reciprocity_sum_min_over_sum"]
        assert weighted == two_way_index(dyads).value


def test_uk_faculty_rho():
    """Garlaschelli and Loffredo's rho of 81 people (V32)."""
    import numpy as np

    path = DATA / "ukfaculty_igraphdata" / "edges.csv"
    if not path.exists():
        pytest.skip("needs ../shared/data/ukfaculty_igraphdata")
    rows = np.loadtxt(path, delimiter=",", skiprows=1).astype(np.int64)
    dyads = Dyads.of(actor=rows[:, 0], target=rows[:, 1])

    assert 0.528006205757877 == pytest.approx(
        reciprocity_correlation(dyads, accounts=81).value, abs=1e-15
    )


@given(arcs)
def test_networkx_and_igraph_agree_on_simple_graphs(edges):
    """Once loops and repeats are gone, all three say the same."""
    networkx = pytest.importorskip("networkx")
    igraph = pytest.importorskip("igraph")
    simple = sorted({(a, b) for a, b in edges if a != b})
    dyads = of(edges)
    if not simple:
        assert arc_reciprocity(dyads).value != arc_reciprocity(dyads).value
        return
    graph = networkx.DiGraph(simple)
    other = igraph.Graph(n=7, edges=simple, directed=True)

    assert networkx.overall_reciprocity(graph) == arc_reciprocity(dyads).value
    assert other.reciprocity() == pytest.approx(arc_reciprocity(dyads).value)
    assert other.reciprocity(mode="ratio") == pytest.approx(
        dyad_reciprocity(dyads).value
    )
    census = dyad_census(dyads, accounts=7)
    assert tuple(other.dyad_census()) == (census.mutual, census.asymmetric, census.null)
    for account in graph:
        ours = ego_reciprocity(dyads, account=account).value
        assert networkx.reciprocity(graph, account) == pytest.approx(ours)


@pytest.mark.parametrize("edges", [[], [(0, 1), (1, 0)]])
def test_rho_needs_ties_that_could_be_otherwise(edges):
    """No ties, or all of them, say nothing of chance."""
    rho = reciprocity_correlation(of(edges))

    assert math.isnan(rho.value)
    assert Status.ZERO_VARIANCE == rho.status


def test_silent_accounts_are_no_fewer_than_the_others():
    """There cannot be fewer accounts than have ties."""
    with pytest.raises(InvalidArgumentError) as caught:
        dyad_census(of(V29), accounts=2)

    assert (
        "accounts must not be less than the 3 accounts of the dyads, but got 2"
    ) == str(caught.value)


def test_a_census_is_a_composition_of_pairs():
    """Its shares have simultaneous bounds, and it prints a line a kind."""
    census = dyad_census(of(V31), accounts=6)

    assert isinstance(census, Composition)
    assert (15.0, "pairs") == (census.total, census.metric.unit)
    assert str(census).splitlines()[0] == "dyad census of pairs"
    assert str(census).splitlines()[1].startswith("  mutual: 6.7 % (95 %: 0.")
    assert census == DyadCensus.of_evidence(census.evidence)
    assert [Status.NO_EXPOSURE] * 3 == list(dyad_census(of([])).status)


def test_rho_has_no_interval():
    """No closed form is published, and the method says so."""
    rho = reciprocity_correlation(of(V30))

    assert (
        "reciprocity correlation: 0.33 (no interval: no closed form is published;"
        " 4 accounts)"
    ) == str(rho)
    assert "none: no closed form is published" == rho.interval().method
    assert 4 == rho.units


@pytest.mark.parametrize(
    ("answer", "line"),
    [
        (arc_reciprocity(of(V30)), "arc reciprocity of ties: 66.7 % (95 %: "),
        (dyad_reciprocity(of(V30)), "dyad reciprocity of tied pairs: 50.0 % (95 %: "),
        (ego_reciprocity(of(V30), account=0), "ego reciprocity of ties: 50.0 % (95 %"),
    ],
    ids=["arcs", "pairs", "ego"],
)
def test_reciprocities_name_their_denominator(answer, line):
    """Ties, or pairs that are tied."""
    assert str(answer).startswith(line)


def test_an_account_without_ties_is_undefined():
    """And one that is not there is refused."""
    alone = Dyads.of(actor=["a", "b"], target=["b", None])

    assert Status.DEFINED == ego_reciprocity(alone, account="b").status
    only = Dyads.of(actor=["a"], target=[None])
    assert Status.NO_EXPOSURE == ego_reciprocity(only, account="a").status
    with pytest.raises(InvalidArgumentError, match="account must be in the log"):
        ego_reciprocity(alone, account="c")


def test_censuses_do_not_add():
    """Between two networks there are pairs that neither counts."""
    census = dyad_census(of(V30))
    with pytest.raises(IncompatibleEvidenceError) as caught:
        census + census

    assert (
        "cannot add to a DyadCensus. Add the dyads, and take the census of their sum"
    ) == str(caught.value)
