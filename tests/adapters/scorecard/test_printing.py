"""The printed card shows each number with its formula and its notes."""

import pytest

from engagement_metrics import Rate
from engagement_metrics.adapters.scorecard import main

printing = pytest.importorskip("engagement_metrics.adapters.scorecard._printing")
numbers = pytest.importorskip("engagement_metrics.adapters.scorecard._numbers")
console = pytest.importorskip("rich.console")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (
            Rate([30] * 40, [100] * 40).pooled(),
            [
                "per reach 0.30 (95 %: 0.28 to 0.32; 40 rows)",
                "count / exposure, ratio of sums over rows",
            ],
        ),
        (
            Rate([0], [0]).pooled(),
            [
                "per reach undefined (1 left out: no exposure)",
                "count / exposure, ratio of sums over rows",
            ],
        ),
        (Rate(0, 0), ["per reach undefined (no exposure)", "count / exposure"]),
    ],
)
def test_number_is_printed_as_the_library_prints_it(answer, expected):
    """Value and bounds are the library's; formula and notes follow."""
    number = numbers.Number(name="per reach", answer=answer, notes=["a note"])
    out = console.Console(width=90)
    with out.capture() as text:
        out.print(printing._number(number))

    assert [*expected, "a note"] == [
        " ".join(line.split()) for line in text.get().splitlines()
    ]


def test_card_of_segments_and_of_no_audience(tmp_path, capsys, monkeypatch):
    """Segments are not members, and a file may give no table."""
    monkeypatch.setenv("COLUMNS", "200")
    posts, people = tmp_path / "posts.csv", tmp_path / "people.csv"
    posts.write_text("likes,reach,posted\n0,0,2026-01-05T10:00Z\n")
    people.write_text("segment,count\nteachers,300\nparents,700\n")
    main(["report", str(posts), "--audience", str(people)])
    without = capsys.readouterr().out
    main(["report", str(posts), "--audience", str(people), "--target", "teachers"])
    with_target = capsys.readouterr().out

    assert "people.csv: 0 members, from 2 rows" in without
    assert "people.csv: 2 segments, from 2 rows" in with_target
    assert "Scorecard of all posts together, 2026-01-05 to 2026-01-05" in with_target
    assert 100 == max(map(len, with_target.splitlines()))
