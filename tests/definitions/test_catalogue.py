import math
import runpy
import statistics
from datetime import date
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from engagement_metrics.definitions import CATALOGUE, Definition, catalogue
from engagement_metrics.tables import Posts
from engagement_metrics.words import Action, Exposure

DOCS = Path(__file__).parents[2] / "docs"
CONSTANTS = {
    name: thing
    for name, thing in vars(catalogue).items()
    if isinstance(thing, Definition)
}
ENGAGING = ("like", "reply", "share", "quote", "mention", "save", "message")
ROWS = np.arange(1.0, 8.0)
EVERYTHING = Posts.of(
    actions={action: ROWS * (i + 1) for i, action in enumerate(Action)},
    exposures={exposure: 100 * ROWS[::-1] + i for i, exposure in enumerate(Exposure)},
)


def exactly(definition):
    """Return the value of a definition over everything, in exact arithmetic."""
    counters = {a: map(Fraction, c.tolist()) for a, c in EVERYTHING.actions.items()}
    columns = {a: list(column) for a, column in counters.items()}
    over = [Fraction(x) for x in EVERYTHING.exposures[definition.denominator].tolist()]
    weights = dict(zip(definition.actions, definition.weights, strict=True))
    if not weights:
        weights = dict.fromkeys(ENGAGING, 1)
    counted = [
        sum(
            Fraction(weight) * columns[action][row]
            for action, weight in weights.items()
        )
        for row in range(len(EVERYTHING))
    ]
    if definition.averaging == "pooled":
        return float(sum(counted) / sum(over))
    ratios = [y / x for y, x in zip(counted, over, strict=True)]
    if definition.averaging == "median":
        return float(statistics.median(ratios))
    return float(sum(ratios) / len(ratios))


def one_post(**columns):
    """Return one post from numbers by the name of a counter or an exposure."""
    return Posts.of(
        actions={n: [v] for n, v in columns.items() if n in list(Action)},
        exposures={n: [v] for n, v in columns.items() if n in list(Exposure)},
        engagements=[columns["engagements"]] if "engagements" in columns else None,
    )


# -- the data ---------------------------------------------------------------------


def test_catalogue_holds_every_definition_once() -> None:
    """Every constant is in the tuple, and no two have one name."""
    assert list(CONSTANTS.values()) == list(CATALOGUE)
    assert len(CATALOGUE) == len({definition.name for definition in CATALOGUE})
    assert 20 <= len(CATALOGUE)


@pytest.mark.parametrize("definition", CATALOGUE, ids=CONSTANTS)
def test_definition_is_cited(definition) -> None:
    """Each says who, what and where; an original that was not read is marked."""
    source = definition.source

    assert source.who
    assert source.title
    assert "." in source.address
    assert source.consulted != ("not consulted" in str(definition))


@pytest.mark.parametrize("definition", CATALOGUE, ids=CONSTANTS)
def test_definition_computes_its_formula(definition) -> None:
    """Each value is the formula's in exact arithmetic."""
    assert math.isclose(
        exactly(definition), definition.estimate(EVERYTHING).value, rel_tol=1e-14
    )


@pytest.mark.filterwarnings("ignore::engagement_metrics.EngagementWarning")
@pytest.mark.parametrize("definition", CATALOGUE, ids=CONSTANTS)
def test_definition_has_an_interval_around_its_value(definition) -> None:
    """Weighted or not, each has an interval between rows."""
    estimate = definition.estimate(EVERYTHING)

    assert estimate.value in estimate.interval()


def test_some_sources_average_rates() -> None:
    """Who says that each post, or each day, counts once; the others pool."""
    averaging = {name for name, d in CONSTANTS.items() if d.averaging == "average"}

    assert {
        "EMPLIFI_IMPRESSIONS",
        "EMPLIFI_REACH",
        "FANPAGE_KARMA",
        "FANPAGE_KARMA_POST_INTERACTION",
        "FANPAGE_KARMA_WEIGHTED",
        "HOOTSUITE_IMPRESSIONS",
        "HOOTSUITE_POSTS",
        "HOOTSUITE_REACH",
        "HOOTSUITE_VIEWS",
        "HYPEAUDITOR",
        "ICONOSQUARE_LINKEDIN",
        "NAPOLEONCAT_DAILY",
        "PHLANX",
        "STELLAR_YOUTUBE",
    } == averaging


def test_one_source_takes_a_median() -> None:
    """Modash: one viral post should not move the rate of an account."""
    [median] = [d for d in CATALOGUE if d.averaging == "median"]
    calm, viral = ([10, 20, 30, 40, most] for most in (50, 50_000))

    assert catalogue.MODASH_INSTAGRAM is median
    for likes in (calm, viral):
        posts = Posts.of(actions={"like": likes}, exposures={"followers": [1000] * 5})
        assert 0.03 == median.estimate(posts).value


@pytest.mark.parametrize(
    ("older", "newer", "day"),
    [
        ("INSTAGRAM_BY_IMPRESSIONS", "INSTAGRAM_BY_VIEWS", date(2025, 4, 21)),
        ("FACEBOOK_BY_IMPRESSIONS", "FACEBOOK_BY_VIEWS", date(2025, 11, 15)),
        ("YOUTUBE_SHORTS_OLDER", "YOUTUBE_SHORTS", date(2025, 3, 31)),
        ("YOUTUBE_STUDIO_OLDER", "YOUTUBE_STUDIO", date(2026, 8, 24)),
        ("KEYHOLE_INSTAGRAM_OLDER", "KEYHOLE_INSTAGRAM", date(2024, 1, 19)),
        ("KEYHOLE_YOUTUBE_WITH_DISLIKES", "KEYHOLE_YOUTUBE", date(2021, 11, 10)),
        ("X_WITH_MEDIA_VIEWS", "X", date(2017, 10, 9)),
    ],
)
def test_a_change_ends_one_definition_and_begins_another(older, newer, day) -> None:
    """On every day one of the two is valid, and only one."""
    older, newer = CONSTANTS[older], CONSTANTS[newer]

    assert day == older.valid_to == newer.valid_from
    assert (older.actions, older.denominator, older.note) != (
        newer.actions,
        newer.denominator,
        newer.note,
    )


def test_every_dated_definition_has_its_other_half() -> None:
    """No definition begins or ends without one that ends or begins on that day."""
    begins = sorted(d.valid_from for d in CATALOGUE if d.valid_from)
    ends = sorted(d.valid_to for d in CATALOGUE if d.valid_to)

    assert begins == ends


def test_networks_without_views_are_not_divided_by_views() -> None:
    """Bluesky and Mastodon: per follower, and per post."""
    for scope in ("Bluesky", "Mastodon"):
        over = {d.denominator for d in CATALOGUE if d.scope == scope}
        assert {Exposure.FOLLOWERS, Exposure.POSTS} == over


def test_clicks_are_counted_where_a_definition_names_them() -> None:
    """LinkedIn's own and its readers', and X's; nobody else's."""
    scopes = {d.scope.split(",")[0] for d in CATALOGUE if Action.CLICK in d.actions}

    assert {"LinkedIn", "X", "Facebook"} == scopes


def test_buffer_counts_quotes_and_not_follows() -> None:
    """Buffer's own list of today, against the one it had of X's."""
    older, newer = set(catalogue.X.actions), set(catalogue.BUFFER_X.actions)

    assert ({Action.FOLLOW}, {Action.QUOTE}) == (older - newer, newer - older)


def test_post_interaction_is_by_day() -> None:
    """Fanpage Karma's week: fans times posts; days without posts are no rows."""
    days = [(20, 3500, 2), (37, 3700, 1), (100, 3750, 3), (0, 3755, 1)]
    likes = [count for count, _, _ in days]
    week = Posts.of(
        actions={"like": likes, "reply": [0] * 4, "share": [0] * 4},
        exposures={"followers": [fans * posts for _, fans, posts in days]},
    )
    expected = sum(count / fans / posts for count, fans, posts in days) / 4

    assert math.isclose(
        expected,
        catalogue.FANPAGE_KARMA_POST_INTERACTION.estimate(week).value,
    )


def test_x_left_out_media_views_on_one_day() -> None:
    """On 9 October 2017 one definition ends and the other begins."""
    older, newer = catalogue.X_WITH_MEDIA_VIEWS, catalogue.X

    assert {Action.VIEW} == set(older.actions) - set(newer.actions)
    assert date(2017, 10, 9) == older.valid_to == newer.valid_from


def test_keyhole_left_out_dislikes_on_one_day() -> None:
    """Posts collected before 10 November 2021 count dislikes."""
    older, newer = catalogue.KEYHOLE_YOUTUBE_WITH_DISLIKES, catalogue.KEYHOLE_YOUTUBE

    assert {Action.DISLIKE} == set(older.actions) - set(newer.actions)
    assert older.valid_on(date(2021, 11, 9))
    assert not older.valid_on(date(2021, 11, 10))
    assert newer.valid_on(date(2021, 11, 10))


# -- printed numbers ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("definition", "columns", "printed", "places"),
    [
        pytest.param(
            catalogue.LINKEDIN,
            {"click": 109276, "like": 52, "reply": 70, "share": 0}
            | {"impressions": 14490816},
            0.00754947,
            8,
            id="Microsoft, organization share statistics, sample",
        ),
        pytest.param(
            catalogue.HOOTSUITE_REACH,
            {"engagements": 1500, "reach": 50000},
            0.03,
            16,
            id="Apparate, by reach",
        ),
        pytest.param(
            catalogue.HOOTSUITE_POSTS,
            {"engagements": 1500, "followers": 10000},
            0.15,
            16,
            id="Apparate, by followers",
        ),
        pytest.param(
            catalogue.HOOTSUITE_IMPRESSIONS,
            {"engagements": 50, "impressions": 1000},
            0.05,
            16,
            id="Poaster",
        ),
        pytest.param(
            catalogue.HOOTSUITE_IMPRESSIONS,
            {"engagements": 100, "impressions": 1000},
            0.1,
            16,
            id="Cool Indeed, small",
        ),
        pytest.param(
            catalogue.HOOTSUITE_IMPRESSIONS,
            {"engagements": 500, "impressions": 100000},
            0.005,
            16,
            id="Cool Indeed, large",
        ),
        pytest.param(
            catalogue.AMPFLUENCE,
            {"like": 900, "reply": 100, "followers": 100000},
            0.01,
            16,
            id="Ampfluence",
        ),
        pytest.param(
            catalogue.THE_NEXT_AD,
            {"like": 100, "reply": 10, "share": 15, "followers": 100},
            1.25,
            16,
            id="TheNextAd",
        ),
        pytest.param(
            catalogue.KAUSHIK_AMPLIFICATION,
            {"share": 100, "posts": 20},
            5.0,
            16,
            id="Calculator Ultra",
        ),
        pytest.param(
            catalogue.SHNO_AMPLIFICATION,
            {"share": 50, "followers": 10000},
            0.005,
            16,
            id="Shno",
        ),
        pytest.param(
            catalogue.SOCIALK_VIRALITY,
            {"share": 240, "impressions": 12000},
            0.02,
            16,
            id="Socialk",
        ),
    ],
)
def test_published_example(definition, columns, printed, places) -> None:
    """A definition reaches the number that its source, or a guide, prints for it."""
    assert printed == round(definition.estimate(one_post(**columns)).value, places)


def test_truncated_example() -> None:
    """All Around Digital prints 11.27 %, cut off, for 15 of 133: 11.278 %."""
    post = one_post(engagements=15, reach=133)
    value = catalogue.HOOTSUITE_REACH.estimate(post).value

    assert 0.1127 == math.floor(value * 10000) / 10000
    assert 0.112782 == round(value, 6)


def test_hootsuite_averages_rates() -> None:
    """Hootsuite's example: 3.4 % and 3.5 % are 3.45 % on average."""
    posts = Posts.of(engagements=[34, 7], exposures={"reach": [1000, 200]})

    assert 0.0345 == round(catalogue.HOOTSUITE_REACH.estimate(posts).value, 15)


def test_fanpage_karmas_week() -> None:
    """Fanpage Karma prints 0.0062 for its week, from rounded parts; it is 0.00613."""
    likes = [20, 0, 37, 100, 0, 0, 2]
    week = Posts.of(
        actions={"like": likes, "reply": [0] * 7, "share": [0] * 7},
        exposures={"followers": [3500, 3590, 3700, 3750, 3755, 3780, 3783]},
    )

    assert 0.0061299476 == round(catalogue.FANPAGE_KARMA.estimate(week).value, 10)
    assert 0.0061489674 == round(catalogue.HOOTSUITE_DAILY.estimate(week).value, 10)


def test_five_tweets() -> None:
    """Five tweets of a guide: 108 of 2,600; their error is below Poisson's floor."""
    posts = Posts.of(
        actions={
            "like": [10, 8, 15, 5, 20],
            "share": [5, 3, 7, 2, 10],
            "reply": [2, 1, 3, 1, 4],
            "mention": [1, 2, 3, 1, 5],
        },
        exposures={"impressions": [500, 400, 600, 300, 800]},
    )
    rate = catalogue.HOOTSUITE_IMPRESSIONS.rate(posts)
    pooled = rate.pooled()

    assert [18, 14, 28, 9, 39] == rate.count.tolist()
    assert 0.0392833333 == round(
        catalogue.HOOTSUITE_IMPRESSIONS.estimate(posts).value, 10
    )
    assert 0.0415384615 == round(pooled.value, 10)
    assert 0.0035782308 == round(math.sqrt(pooled.sum_ee * 5 / 4) / 2600, 10)
    assert math.isclose(math.sqrt(108) / 2600, pooled.standard_error)


def test_same_vendor_two_formulas() -> None:
    """Two formulas of one vendor differ by the clicks."""
    post = one_post(
        like=1, reply=1, share=1, save=1, message=1, click=5, impressions=100
    )

    assert 0.10 == catalogue.ZERNIO_POST.estimate(post).value
    assert 0.05 == catalogue.ZERNIO_AGGREGATE.estimate(post).value


@pytest.mark.parametrize(
    ("definition", "weighted"),
    [
        (catalogue.FANPAGE_KARMA_WEIGHTED, 1 + 2 + 3),
        (catalogue.SOTRENDER, 1 + 4 + 16),
        (catalogue.HOOTSUITE_FACTORED, 1 + 2 + 1),
        (catalogue.BETTERMODE, 0.1 + 0.5 + 1),
    ],
)
def test_published_weights(definition, weighted) -> None:
    """One like, one reply and one share count for the sum of their weights."""
    post = one_post(like=1, reply=1, share=1, followers=1, reach=1)

    assert weighted == definition.estimate(post).value


# -- the page ---------------------------------------------------------------------


def test_page_is_made_from_the_data() -> None:
    """The catalogue's page says what the data says; its script makes it so."""
    made = runpy.run_path(str(DOCS / "catalogue_page.py"))
    page = made["PAGE"].read_text(encoding="utf-8")

    assert made["catalogue_page"](page) == page
