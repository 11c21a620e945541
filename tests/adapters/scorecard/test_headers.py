"""Columns are found by their headers; two that could be one are a question."""

import pytest

headers = pytest.importorskip("engagement_metrics.adapters.scorecard._headers")
pl = pytest.importorskip("polars")
reading = pytest.importorskip("engagement_metrics.adapters.scorecard._reading")


def file(*names):
    """Return a file with these headers and no rows."""
    frame = pl.DataFrame(schema={str(place): pl.String for place in range(len(names))})
    broken = pl.Series([], dtype=pl.Boolean)
    return reading.File(name="posts.csv", rows=frame, headers=[*names], broken=broken)


@pytest.mark.parametrize(
    ("header", "meaning"),
    [
        ("Lifetime Post Total Reach", "reach"),
        ("Page total likes", "followers"),
        ("Total Interactions", "engagements"),
        ("Lifetime Engaged Users", "engaged"),
        ("retweet_count", "share"),
        ("retweetCount", "share"),
        ("uniqueImpressionsCount", "reach"),
        ("Number of comments", "reply"),
        ("favourites", "like"),
        ("post_id", "id"),
        ("share_of", "share_of"),
        ("Total", None),
        ("Lifetime Post reach by people who like your Page", None),
    ],
)
def test_headers_are_known_by_all_their_words(header, meaning):
    """Words that say nothing are passed over, and no part is matched alone."""
    columns = headers.find(file(header), headers.POSTS, {}, "posts")

    assert ({} if meaning is None else {meaning: header}) == columns.headers
    assert ([header] if meaning is None else []) == columns.ignored


@pytest.mark.parametrize("table", ["posts", "log", "audience"])
def test_no_header_has_two_meanings(table):
    """The vocabularies are functions from header to meaning."""
    words = {"posts": headers.POSTS, "log": headers.LOG, "audience": headers.AUDIENCE}
    known = [
        headers._words(header, table)
        for told in words[table].values()
        for header in told.split(",")
    ]

    assert sorted(set(known)) == sorted(known)


def test_refuses_two_columns_of_one_meaning():
    """Neither is taken, and the message says how to answer."""
    with pytest.raises(reading.ReportError) as caught:
        headers.find(file("likes", "Favorites"), headers.POSTS, {}, "posts")

    assert (
        'posts.csv has 2 columns that could be like: "likes" and "Favorites".'
        ' Say which: --columns like="likes"'
    ) == str(caught.value)
    with pytest.raises(reading.ReportError, match=r'--columns log\.actor="from"'):
        headers.find(file("from", "user"), headers.LOG, {}, "log")


def test_given_columns_override_headers():
    """A meaning that was said is not looked for, an empty one is left out."""
    chosen = {"like": "Favorites", "reply": ""}
    there = file("likes", "Favorites", "replies")
    columns = headers.find(there, headers.POSTS, chosen, "posts")

    assert {"like": "1"} == columns.used
    assert ["likes", "replies"] == columns.ignored


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (
            ["Total Reach", "likes"],
            (
                'posts.csv has no column "Total Raech": did you mean "Total Reach"?'
                " it has Total Reach, likes"
            ),
        ),
        (["likes"], 'posts.csv has no column "Total Raech": it has likes'),
        (
            ["Total Raech", "Total Raech"],
            'posts.csv has 2 columns "Total Raech": give each its own name',
        ),
    ],
)
def test_refuses_an_absent_header(names, message):
    """The nearest is offered."""
    with pytest.raises(reading.ReportError) as caught:
        headers.find(file(*names), headers.POSTS, {"reach": "Total Raech"}, "posts")

    assert message == str(caught.value)


def test_columns_are_given_by_table():
    """Without a table's name, the posts are meant."""
    told = headers.said(["reach=Total = Reach", "log.actor=from", "audience.count="])

    assert {
        "posts": {"reach": "Total = Reach"},
        "log": {"actor": "from"},
        "audience": {"count": ""},
    } == told


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("posts.csv", "--columns must be MEANING=\"HEADER\", but got 'posts.csv'"),
        ("logs.id=x", "--columns must be MEANING=\"HEADER\", but got 'logs.id=x'"),
        ("likes=x", "--columns: 'likes' is not a known meaning; did you mean like?"),
        (
            "log.xyz=x",
            "--columns: 'log.xyz' is not a known meaning. The meanings are",
        ),
    ],
)
def test_refuses_an_unknown_meaning(text, message):
    """The nearest is offered, and all are listed."""
    with pytest.raises(reading.ReportError) as caught:
        headers.said([text])

    assert str(caught.value).startswith(message)
