"""The printed card says all that belongs to a number."""

import math

import attrs
import pytest

from engagement_metrics import Interval, LeftOut, Status
from engagement_metrics.words import Terms

printing = pytest.importorskip("engagement_metrics.adapters.scorecard._printing")
numbers = pytest.importorskip("engagement_metrics.adapters.scorecard._numbers")
report = pytest.importorskip("engagement_metrics.adapters.scorecard._command")


def number(value, low=0.1, high=0.3, **more):
    """Return a number of ten posts."""
    return numbers.Number(
        name="per reach",
        metric="engagement_rate",
        value=value,
        status=str(Status.DEFINED),
        interval=Interval(low, high, 0.95, "Student's t, between posts"),
        terms=Terms("engagements", "reach", "posts"),
        definition="likes / reach",
        units=10,
        **more,
    )


@pytest.mark.parametrize(
    ("average", "expected"),
    [
        (0.2, "averaged post by post: the same"),
        (0.1, "since posts with more reach tend to have the higher one"),
        (0.4, "since posts with more reach tend to have the lower one"),
    ],
)
def test_the_gap_is_a_sentence(average, expected):
    """It follows from the sign of the covariance of exposure and ratio."""
    whole = number(0.2, average=number(average))

    assert printing._beside(whole)[0].endswith(expected)


def test_per_post_both_means_are_one():
    """Nothing is said of a gap that cannot be."""
    per_post = attrs.evolve(number(0.2), terms=Terms("engagements", "posts", "posts"))

    assert [] == printing._beside(attrs.evolve(per_post, average=per_post))


def test_parts_are_said_in_words():
    """Shares in percent, amounts as they are, what does not exist as undefined."""
    said = printing._beside(
        number(
            0.2,
            parts={
                "sent": 3.0,
                "received": 5.0,
                "balance": 0.75,
                "concordance": math.nan,
                "coverage": 0.5,
                "lowest": 0.1,
                "highest": 0.6,
                "expected_members": 4.5,
            },
        )
    )

    assert [
        "3 sent, 5 received",
        "50.0 % coverage: of the members, how many have a known relevance",
        "4.5 expected members: the sum of relevance",
        "75.0 % balance: what it would be if all went to those who send",
        "undefined concordance: how much goes to those who send",
        "10.0 % if none of the others were relevant, 60.0 % if all were",
    ] == said


def test_full_coverage_has_no_bounds():
    """Where all are known there is nothing to bound."""
    parts = {"coverage": 1.0, "lowest": 0.2, "highest": 0.2}

    assert 1 == len(printing._beside(number(0.2, parts=parts)))


def test_a_card_of_segments_and_of_no_audience(tmp_path, capsys, monkeypatch):
    """Segments are not members, and a file may give no table."""
    monkeypatch.setenv("COLUMNS", "200")
    posts, people = tmp_path / "posts.csv", tmp_path / "people.csv"
    posts.write_text("likes,reach,posted\n0,0,2026-01-05T10:00Z\n")
    people.write_text("segment,count\nteachers,300\nparents,700\n")
    report.main(["report", str(posts), "--audience", str(people)])
    without = capsys.readouterr().out
    report.main(
        ["report", str(posts), "--audience", str(people), "--target", "teachers"]
    )
    with_target = capsys.readouterr().out

    assert "people.csv: 0 members, from 2 rows" in without
    assert "people.csv: 2 segments, from 2 rows" in with_target
    assert "Scorecard of all posts together, 2026-01-05 to 2026-01-05" in with_target
    assert 100 == max(map(len, with_target.splitlines()))


def test_undefined_says_because():
    """The reason is what was left out, or the status."""
    grid = printing._number(
        attrs.evolve(
            number(math.nan, math.nan, math.nan, left_out=LeftOut(no_exposure=2)),
            status=str(Status.NO_EXPOSURE),
        )
    ).renderable
    cell = grid.columns[1]._cells[0]

    assert "undefined, because: 2 left out: no reach" == str(cell)
