"""Real tables give the published figures, and those of independent code."""

import csv
import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from engagement_metrics import Posts, Rate, conversation_ratio, engagement_rate
from engagement_metrics.engagement import engaged_share
from engagement_metrics.errors import ReachExceedsImpressionsWarning
from engagement_metrics.relevance import on_target_share

DATA = Path(__file__).parents[2] / "shared" / "data"
KEY = "computed_by_independent_pandas_networkx_code"


def table(name, file, delimiter):
    """Return the columns of a file as text, and what is expected of it."""
    folder = DATA / name
    if not folder.is_dir():
        pytest.skip(f"the real data of {name} are not beside the repository")
    path = folder / file
    read = gzip.open if path.suffix == ".gz" else open
    with read(path, "rt", encoding="latin-1", newline="") as rows:
        listed = list(csv.DictReader(rows, delimiter=delimiter))
    columns = {name: [row[name] for row in listed] for name in listed[0]}
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    return columns, expected


def counters(texts):
    """Return whole numbers, None for a blank."""
    return [int(text) if text else None for text in texts]


@pytest.fixture(scope="module")
def facebook():
    """Return 500 posts of a cosmetics brand (Moro, Rita and Vala 2016)."""
    text, expected = table("facebook_metrics_cosmetics", "dataset_Facebook.csv", ";")
    number = {k: counters(v) for k, v in text.items() if k != "Type"}
    with pytest.warns(ReachExceedsImpressionsWarning, match="in 4 of 500 posts"):
        posts = Posts.of(
            actions={
                "reply": number["comment"],
                "like": number["like"],
                "share": number["share"],
            },
            engagements=number["Total Interactions"],
            exposures={
                "reach": number["Lifetime Post Total Reach"],
                "impressions": number["Lifetime Post Total Impressions"],
                "followers": number["Page total likes"],
            },
        )
    return posts, number, text["Type"], expected


def test_facebook_published(facebook):
    """500 of the paper's 790 posts; a status draws about twice the clicks or more."""
    posts, number, kind, _ = facebook
    clicks = Rate(number["Lifetime Post Consumers"], 1).pooled(by=kind)
    status, others = (
        clicks["Status"].value,
        [clicks[k].value for k in ("Link", "Photo", "Video")],
    )

    assert 500 == len(posts)
    assert status > max(others)
    assert status > 2 * np.mean(others)


@pytest.mark.parametrize(
    ("per", "name"),
    [("reach", "reach"), ("impressions", "impressions"), ("followers", "page_likes")],
)
def test_facebook_engagement_rates(facebook, per, name):
    """The platform's own total over three exposures, in both averages."""
    posts, *_, expected = facebook
    rate = engagement_rate(posts, per=per)
    theirs = expected[KEY][f"ER_total_over_{name}"]

    assert theirs["pooled"] == pytest.approx(rate.pooled().value, rel=1e-14)
    assert theirs["mean_of_posts"] == pytest.approx(rate.average().value, rel=1e-12)
    assert theirs["median_of_posts"] == pytest.approx(np.median(rate.value), rel=1e-14)


def test_facebook_counters_lack_five_posts(facebook):
    """Without the platform's total, blanks in two counters leave their posts out."""
    posts, *_, expected = facebook
    blanks = expected[KEY]["nulls"]
    own = Posts(actions=posts.actions, exposures=posts.exposures)
    left_out = engagement_rate(own, per="reach").pooled().left_out

    assert (1, 4) == (blanks["like"], blanks["share"])
    assert np.isnan(own.total("like", "share", "reply")).sum() == left_out.missing
    assert 4 <= left_out.missing <= 5


def test_facebook_engaged_people(facebook):
    """People who engaged over people reached, altogether and by type of post."""
    _, number, kind, expected = facebook
    share = engaged_share(
        number["Lifetime Engaged Users"], reach=number["Lifetime Post Total Reach"]
    )
    theirs = expected[KEY]["ER_engaged_users_over_reach"]
    pooled, averaged = share.pooled(by=kind), share.average(by=kind)

    assert theirs["pooled"] == pytest.approx(share.pooled().value, rel=1e-14)
    assert theirs["mean_of_posts"] == pytest.approx(share.average().value, rel=1e-12)
    for name, value in theirs["pooled_by_type"].items():
        assert value == pytest.approx(pooled[name].value, rel=1e-14)
        assert theirs["mean_by_type"][name] == pytest.approx(averaged[name].value)
        assert theirs["n_by_type"][name] == pooled[name].units


@pytest.mark.parametrize(
    ("fans", "everybody", "name"),
    [
        (
            "Lifetime People who have liked your Page and engaged with your post",
            "Lifetime Engaged Users",
            "share_of_engaged_users_who_like_page_pooled",
        ),
        (
            "Lifetime Post reach by people who like your Page",
            "Lifetime Post Total Reach",
            "share_of_reach_who_like_page_pooled",
        ),
    ],
)
def test_facebook_home_share(facebook, fans, everybody, name):
    """How many of those engaged, and of those reached, are fans of the page."""
    _, number, _, expected = facebook
    share = on_target_share(number[fans], number[everybody]).pooled()

    assert expected[KEY][name] == pytest.approx(share.value, rel=1e-14)


@pytest.fixture(scope="module")
def obama():
    """Return the counters of 3,207 tweets (FiveThirtyEight 2017)."""
    folder = DATA / "twitter_ratio_obama"
    file = next((path.name for path in folder.glob("*.csv*")), "BarackObama.csv")
    text, expected = table("twitter_ratio_obama", file, ",")
    names = {"reply": "replies", "share": "retweets", "like": "favorites"}
    actions = {action: counters(text[name]) for action, name in names.items()}
    return Posts.of(actions=actions), expected[KEY]


def test_obama_conversation(obama):
    """Replies among all reactions: pooled, and as the mean of tweets."""
    posts, expected = obama
    ratio = conversation_ratio(posts)

    assert expected["rows"] == len(posts)
    assert expected["pooled_share"]["replies"] == ratio.pooled().value
    mean = expected["mean_of_per_tweet_shares"]["replies"]
    assert mean == pytest.approx(ratio.average().value, rel=1e-12)


def test_obama_ratio(obama):
    """Replies over favourites, with the error between tweets: 125 times Poisson's."""
    posts, expected = obama
    ratio = Rate(posts.actions["reply"], posts.actions["like"])
    pooled = ratio.pooled()

    assert expected["replies_over_favorites_pooled"] == pooled.value
    assert 0.1379481840 == round(ratio.average().value, 10)
    assert 0.0036485170 == round(pooled.standard_error, 10)
    assert 124 < pooled.standard_error / (pooled.sum_y**0.5 / pooled.sum_x) < 126
