"""Files become posts, logs and audiences."""

import numpy as np
import pytest

reading = pytest.importorskip("engagement_metrics.adapters.scorecard._reading")
tables = pytest.importorskip("engagement_metrics.adapters.scorecard._tables")
rows = pytest.importorskip("engagement_metrics.adapters.scorecard._rows")


@pytest.fixture
def read(tmp_path):
    """Return a function that reads a file in a role from its text."""

    def call(role, text, **options):
        path = tmp_path / "file.csv"
        path.write_text(text, encoding="utf-8")
        return getattr(tables, role)(reading.read(str(path)), rows.Options(**options))

    return call


def test_logs_may_use_other_words_for_kinds(read):
    """What platforms call an action is the library's action."""
    made = read("log", "from,to,action\na,b,Retweet\nb,a,comment\nc,a,DM\n")

    assert ["share", "reply", "message"] == made.table.kind.values()


def test_counts_repeats_and_older_rows_of_events(read):
    """Exact repeats, and rows that a later one replaces."""
    made = read(
        "log", "id,from,to,kind\n1,a,b,like\n1,a,b,like\n2,a,b,like\n2,a,b,reply\n"
    )

    assert {"repeats": 1, "older_rows": 1} == made.set_aside
    assert ["1 repeat of an event: dropped", "1 older row of an event: dropped"] == (
        made.notes
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("from,kind\na,like\n", "file.csv has no column of the target of each"),
        ("to,kind\na,like\n", "file.csv has no column of the actor of each"),
    ],
)
def test_a_log_needs_both_sides(read, text, message):
    """The message says how to name the column."""
    with pytest.raises(reading.ReportError) as caught:
        read("log", text)

    assert str(caught.value).startswith(message)
    assert "Say which: --columns log." in str(caught.value)


def test_an_account_must_be_in_the_log(read):
    """The nearest name is offered."""
    with pytest.raises(reading.ReportError) as caught:
        read("log", "from,to\nada,bob\ncyd,\n", account="adda")

    assert (
        "file.csv has no account adda: did you mean ada? it has ada, bob, cyd"
    ) == str(caught.value)


def test_a_target_makes_relevance(read):
    """Segments of the target are relevant, and it wins over a column of relevance."""
    text = "segment,count,relevance\nteachers,300,0.5\nparents,700,0.5\n"
    made = read("audience", text, target=frozenset({"teachers"}))

    assert [1, 0] == made.table.relevance.tolist()
    assert ["relevance is taken from --target, not from its column"] == made.notes
    np.testing.assert_array_equal([0.5, 0.5], read("audience", text).table.relevance)


def test_a_target_must_be_a_segment(read):
    """The segments that there are, are listed."""
    with pytest.raises(reading.ReportError) as caught:
        read("audience", "segment\nteachers\n", target=frozenset({"tutors"}))

    assert "--target: file.csv has no segment tutors; it has teachers" == str(
        caught.value
    )


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("segment\na\nb\n", "--target with some of a, b, or a column of relevance"),
        ("member\na\nb\n", "a column of relevance, or of segment and --target"),
    ],
)
def test_target_is_never_guessed(read, text, need):
    """It says what it needs."""
    made = read("audience", text)

    assert made.table is None
    assert (
        f"Not given: the intended audience is not declared. It needs {need}"
        == made.missing
    )


def test_a_file_without_rows_is_an_empty_table(read):
    """An empty export is no error."""
    assert 0 == len(read("posts", "likes,reach\n").table)
