"""Overlap of two audiences, against sets and real friends."""

import csv
import gzip
import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, strategies as st

from engagement_metrics.errors import InvalidCountsError, InvalidTypeError
from engagement_metrics.relevance import (
    AudienceOverlap,
    audience_overlap,
    audience_relevance,
)
from engagement_metrics.tables import Audience, Ids
from engagement_metrics.words import Status

DATA = Path(__file__).parents[3] / "shared" / "data"
IDS = st.sets(st.integers(0, 12))


@given(IDS, IDS)
def test_overlap_is_that_of_sets(a, b):
    """Python's sets count the same, in whatever form the ids come."""
    overlap = audience_overlap(a, b)

    assert (len(a - b), len(b - a), len(a & b)) == (
        overlap.only_a,
        overlap.only_b,
        overlap.both,
    )
    assert len(a | b) - len(a) == overlap.incremental_reach
    assert len(a | b) == overlap.union
    assert overlap == audience_overlap([*a, *a], np.array(sorted(b), np.int64))
    assert overlap == audience_overlap(frozenset(a), Ids.of([*b, None]))
    if a | b:
        jaccard = len(a & b) / len(a | b)
        assert jaccard == overlap.value
        assert 2 * jaccard / (1 + jaccard) == pytest.approx(overlap.dice)
    if a and b:
        assert len(a & b) / min(len(a), len(b)) == overlap.overlap_coefficient


def test_counts_stand_for_ids():
    """Three counts give the same as the ids they count."""
    ids = audience_overlap({"ada", "bob", "cyd"}, {"cyd", "dan"})
    counts = audience_overlap(only_a=2, only_b=1, both=1)

    assert ids == counts
    assert (0.25, 0.5, 0.4, 1.0) == (
        counts.value,
        counts.overlap_coefficient,
        counts.dice,
        counts.incremental_reach,
    )
    assert counts.jaccard.interval() == counts.interval()


@pytest.mark.parametrize(
    ("counts", "status"), [((0, 0, 0), Status.NO_EXPOSURE), ((1, 1, None), "missing")]
)
def test_no_overlap_of_nothing(counts, status):
    """Two empty audiences have no overlap, nor have unknown ones."""
    only_a, only_b, both = counts
    overlap = audience_overlap(only_a=only_a, only_b=only_b, both=both)

    assert status == overlap.status
    assert all(map(math.isnan, (overlap.value, overlap.dice)))
    assert math.isnan(overlap.overlap_coefficient)
    assert f"audience overlap of members of either: undefined ({status})" == str(
        overlap
    )


@pytest.mark.parametrize(
    ("overlap", "text"),
    [
        (
            audience_overlap({1, 2, 3}, {3, 4}),
            (
                "25.0 % (95 %: 4.6 to 69.9 %, as if independent; 1 of 4; the second"
                " adds 1 person)"
            ),
        ),
        (
            audience_overlap(only_a=300, only_b=100, both=100),
            (
                "20.0 % (95 %: 16.7 to 23.7 %, as if independent; 100 of 500; the"
                " second adds 100 people)"
            ),
        ),
    ],
)
def test_it_prints_as_a_line(overlap, text):
    """Jaccard with its interval, and what the second adds."""
    assert f"audience overlap of members of either: {text}" == str(overlap)
    assert f"{overlap.value:.2f}" == f"{overlap:.2f}"


def test_disjoint_populations_add():
    """Two countries are counted together."""
    one = AudienceOverlap(only_a=1, only_b=2, both=3)
    two = audience_overlap([1, 2, 3, 4, 5], [1, 6, 7])

    assert AudienceOverlap(only_a=5, only_b=4, both=4) == one + two
    with pytest.raises(TypeError):
        one + 1


@pytest.mark.parametrize(
    ("arguments", "counts"),
    [
        ((), {}),
        (([1],), {}),
        ((), {"only_a": 1, "both": 1}),
        (([1], [2]), {"both": 1}),
        (([1],), {"only_a": 1, "only_b": 1, "both": 1}),
    ],
)
def test_ids_or_counts(arguments, counts):
    """Two audiences or three counts are taken, and no mix of them."""
    with pytest.raises(InvalidTypeError) as caught:
        audience_overlap(*arguments, **counts)

    assert (
        "audience_overlap() takes two audiences of ids, or the counts only_a=, only_b="
        " and both="
    ) == str(caught.value)


def test_counts_are_numbers():
    """Columns of counts and impossible ones are refused."""
    with pytest.raises(InvalidTypeError) as caught:
        audience_overlap(only_a=[1], only_b=2, both=3)
    assert "only_a must be a number, but got [1]" == str(caught.value)
    with pytest.raises(InvalidCountsError):
        audience_overlap(only_a=-1, only_b=2, both=3)


def test_arguments_have_names():
    """The documented names work as keywords; a wrong one is Python's TypeError."""
    assert 0.25 == audience_overlap(a=[1, 2, 3], b=[3, 4]).value
    with pytest.raises(TypeError, match=r"^audience_overlap\(\) got an unexpected key"):
        audience_overlap(onlya=1, only_b=2, both=3)
    with pytest.raises(
        InvalidTypeError, match=r"^b must be a column of ids, but got 7"
    ):
        audience_overlap([1], 7)


def test_ids_are_of_one_kind():
    """Numbers and text do not meet."""
    with pytest.raises(InvalidTypeError):
        audience_overlap([1], ["1"])


def expected(folder):
    """Return what was computed elsewhere of a data set."""
    path = DATA / folder / "expected.json"
    if not path.exists():
        pytest.skip(f"needs ../shared/data/{folder}")
    return json.loads(path.read_text())["computed_by_independent_pandas_networkx_code"]


def neighbours(lines, of):
    """Return who stands beside somebody in an edge list."""
    edges = [tuple(map(int, row)) for row in list(csv.reader(lines))[1:]]
    return {b if a == of else a for a, b in edges if of in (a, b)}


def jaccards(interests, friends, target):
    """Return Jaccard's similarity of each friend's interests to a set."""
    return [audience_overlap(interests[friend], target).value for friend in friends]


def test_friends_of_a_listener():
    """Deezer: 112 friends, how many like what, and how alike their tastes are."""
    known = expected("deezer_ro_genres")["highest_degree_user"]
    with gzip.open(DATA / "deezer_ro_genres" / "RO_genres.json.gz", "rt") as file:
        genres = {int(user): set(liked) for user, liked in json.load(file).items()}
    with gzip.open(DATA / "deezer_ro_genres" / "RO_edges.csv.gz", "rt") as file:
        friends = neighbours(file, known["id"])
    target = {"Rock", "Metal", "Alternative"}
    similar = jaccards(genres, friends, target)
    any_of = [float(bool(genres[friend] & target)) for friend in friends]

    assert known["audience"] == len(friends)
    assert known["mean_jaccard_to_target_Rock_Metal_Alternative"] == pytest.approx(
        audience_relevance(similar).value
    )
    assert known["share_with_any_of_target"] == audience_relevance(any_of).value
    assert (
        known["share_liking_Rock"]
        == audience_relevance([float("Rock" in genres[f]) for f in friends]).value
    )


def test_friends_of_a_streamer():
    """Twitch: 767 friends, their segments and the interests they share."""
    known = expected("twitch_ptbr_musae")["highest_degree_channel"]
    folder = DATA / "twitch_ptbr_musae"
    channel = known["new_id"]
    with (folder / "PTBR_edges.csv").open() as file:
        friends = neighbours(file, channel)
    interests = {
        int(name): set(having)
        for name, having in json.loads((folder / "PTBR.json").read_text()).items()
    }
    with (folder / "PTBR_target.csv").open() as file:
        partner = {int(row["new_id"]): row["partner"] for row in csv.DictReader(file)}
    similar = jaccards(interests, friends, interests[channel])
    audience = Audience.of(
        member=[*friends], segment=[partner[f] for f in friends], target={"True"}
    )

    assert known["audience"] == len(friends)
    assert known["mean_jaccard"] == pytest.approx(audience_relevance(similar).value)
    assert known["partner_share"] == audience_relevance(audience).value
    assert known["share_of_audience_sharing_an_interest"] == pytest.approx(
        float(np.mean([value > 0 for value in similar]))
    )
