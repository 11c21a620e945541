"""Reply share, broadcast share and reply ratio, against published numbers."""

import csv
import gzip
import json
from pathlib import Path

import pytest

from engagement_metrics import Status
from engagement_metrics.conversation import (
    broadcast_share,
    reply_ratio,
    reply_share,
)
from engagement_metrics.errors import (
    IncompatibleEvidenceError,
    InvalidCountsError,
    InvalidTypeError,
)

DATA = Path(__file__).parents[3] / "shared" / "data" / "twitter_ratio_obama"


@pytest.mark.parametrize(
    ("share", "word"), [(reply_share, "replies"), (broadcast_share, "broadcasts")]
)
def test_share_of_own_posts_has_a_wilson_interval(share, word):
    """81 of 263 posts, as Newcombe (1998) prints the interval."""
    some = share(81, 263)
    bounds = some.interval()

    assert 81 / 263 == some.value
    assert (0.2553, 0.3662) == (round(bounds.low, 4), round(bounds.high, 4))
    assert (f"{word} / posts", "periods") == (some.metric.formula, some.metric.unit)
    assert share.__name__ == some.metric.name
    assert "Bruns" in some.describe()


@pytest.mark.parametrize("share", [reply_share, broadcast_share])
def test_shares_of_columns_pool_to_the_whole(share):
    """The sum over periods is the share of all posts."""
    periods = share([3, 5, None, 0], [12, 8, 4, 0])

    assert [0.25, 0.625] == periods.value[:2].tolist()
    assert [Status.MISSING, Status.NO_EXPOSURE] == periods.status[2:].tolist()
    assert share(8, 20).value == periods.sum().value
    assert 0.25 == share(3, posts=12).value


@pytest.mark.parametrize(
    ("share", "word"), [(reply_share, "replies"), (broadcast_share, "broadcasts")]
)
def test_keywords_are_those_of_the_docstring(share, word):
    """Both numbers may be given by position or by keyword."""
    assert share([3, 5], 12) == share(**{word: [3, 5], "posts": 12})
    with pytest.raises(TypeError, match=rf"^{share.__name__}\(\) got an unexpected"):
        share(3, post=12)


@pytest.mark.parametrize(
    ("share", "message"),
    [
        (
            reply_share,
            (
                "replies must not exceed posts, but does: 5.0 > 4.0. The posts include"
                " the replies"
            ),
        ),
        (
            broadcast_share,
            (
                "broadcasts must not exceed posts, but does: 5.0 > 4.0. The posts"
                " include the broadcasts"
            ),
        ),
    ],
)
def test_rejects_more_than_all_posts(share, message):
    """A part must not exceed the whole."""
    with pytest.raises(InvalidCountsError) as caught:
        share(5, 4)

    assert message == str(caught.value)


@pytest.mark.parametrize(
    ("replies", "others", "expected"),
    [
        (55935, {"shares": 26059}, 2.15),  # V18
        (88687, {"likes": 78901}, 1.12),  # V19
        (92407, {"likes": 92817}, 1.00),
        (53404, {"likes": 56659}, 0.94),
        (44366, {"likes": 47332}, 0.94),
        (1064, {"likes": 43}, 24.74),
    ],
)
def test_published_ratios(replies, others, expected):
    """As Data for Progress, Geeky Politics and the City Paper print them."""
    assert expected == round(reply_ratio(replies, **others).value, 2)


def test_ratios_by_different_denominators_do_not_add():
    """Replies per like, per share and per both are three metrics."""
    ratios = [reply_ratio(3, **{w: 4}) for w in ("likes", "shares", "others")]

    assert ["replies / likes", "replies / shares", "replies / others"] == [
        ratio.metric.formula for ratio in ratios
    ]
    with pytest.raises(IncompatibleEvidenceError):
        ratios[0] + ratios[1]


@pytest.mark.parametrize(
    ("given", "got"), [({}, "none"), ({"likes": 1, "others": 2}, "likes= and others=")]
)
def test_requires_exactly_one_denominator(given, got):
    """There is no default."""
    with pytest.raises(InvalidTypeError) as caught:
        reply_ratio(3, **given)

    assert (
        "reply_ratio() must be given exactly one of likes=, shares= or others=,"
        f" but got {got}"
    ) == str(caught.value)


def test_unknown_denominator_is_missing():
    """None is a denominator that is not known, and not one that was left out."""
    assert Status.MISSING == reply_ratio(replies=3, likes=None).status
    with pytest.raises(TypeError, match=r"^reply_ratio\(\) got an unexpected keyword"):
        reply_ratio(3, like=4)


def test_is_undefined_without_likes():
    """A post with replies and no likes has no ratio, and says why."""
    ratio = reply_ratio([30, 4], likes=[15, 0])

    assert Status.NO_DENOMINATOR == ratio.status[1]
    assert 2.0 == ratio.pooled().value
    assert "replies but no likes" in str(ratio.pooled())


def tweets():
    """Return replies, retweets and likes of 3,207 tweets."""
    path = DATA / "BarackObama.csv.gz"
    if not path.exists():
        pytest.skip("needs ../shared/data/twitter_ratio_obama")
    with gzip.open(path, "rt", encoding="latin-1") as file:
        rows = list(csv.DictReader(file))
    names = ("replies", "retweets", "favorites")
    return [[float(row[name]) for row in rows] for name in names]


def test_ratio_of_an_account():
    """Pooled and averaged over 3,207 tweets, as computed elsewhere (V21)."""
    replies, retweets, likes = tweets()
    expected = json.loads((DATA / "expected.json").read_text())
    expected = expected["computed_by_independent_pandas_networkx_code"]
    ratio = reply_ratio(replies, likes=likes)

    assert expected["replies_over_favorites_pooled"] == ratio.pooled().value
    assert 0.0036485170 == pytest.approx(ratio.pooled().standard_error, abs=1e-10)
    assert 0.1379481840 == pytest.approx(ratio.average().value, abs=1e-10)
    assert (
        expected["replies_over_retweets_pooled"]
        == reply_ratio(replies, shares=retweets).pooled().value
    )


def test_ratio_of_a_million_posts():
    """Reddit: what is left out and what is counted add up to all comments and votes."""
    parquet = pytest.importorskip("pyarrow.parquet")
    path = DATA.parent / "reddit_top_posts" / "posts.parquet"
    if not path.exists():
        pytest.skip("needs ../shared/data/reddit_top_posts")
    expected = json.loads((path.parent / "expected.json").read_text())
    expected = expected["computed_by_independent_pandas_networkx_code"]
    table = parquet.read_table(path, columns=["num_comments", "ups"])
    comments, ups = (column.to_numpy() for column in table.columns)
    kept = comments >= 0
    pooled = reply_ratio(comments[kept], likes=ups[kept]).pooled()
    left = pooled.left_out
    below_zero = comments[~kept].sum()
    unliked = (ups[kept] == 0).sum()

    assert expected["rows_num_comments_negative"] == (~kept).sum()
    assert expected["rows"] == pooled.units + left.units + (~kept).sum()
    assert unliked == left.no_denominator + left.no_exposure
    counted = pooled.sum_y + left.count
    assert expected["sums"]["num_comments"] == counted + below_zero
    # The expected value takes what is below zero as 0, and the likes of those posts.
    assert (
        expected["comments_over_ups_pooled"]
        == reply_ratio(counted, likes=expected["sums"]["ups"]).value
    )
    assert expected["comments_over_ups_pooled"] == pytest.approx(pooled.value, rel=1e-3)
