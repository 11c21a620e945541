"""What a post brings, by hand and against printed numbers."""

import pytest

from engagement_metrics.engagement import (
    amplification_rate,
    applause_rate,
    bonson_ratkai,
    conversation_rate,
)
from engagement_metrics.errors import (
    InvalidArgumentError,
    InvalidCountsError,
    InvalidTypeError,
    NegativeCountsWarning,
)
from engagement_metrics.evidence import Pooled
from engagement_metrics.tables import Posts
from engagement_metrics.words import Status


def test_amplification_of_a_calculator() -> None:
    """Calculator Ultra: 100 shares of 20 posts are 5.00 per post."""
    assert 5.0 == amplification_rate(100, 20).value


@pytest.mark.parametrize("rate", [applause_rate, amplification_rate, conversation_rate])
def test_per_post_numbers_are_no_percentages(rate) -> None:
    """Five per post are not 500 %."""
    name = rate.__name__.replace("_", " ")

    assert (
        f"{name} by posts: 5.0 (95 %: 4.1 to 6.1, as if independent; 100 of 20)"
    ) == str(rate(100, 20))


@pytest.fixture
def page():
    """Return a page of four posts, hand-made."""
    return Posts.of(
        actions={"like": [10, 0, 5, 5], "reply": [2, 0, 0, 0], "share": [1, 1, 1, 5]}
    )


def test_bonson_ratkai_by_hand(page) -> None:
    """Ten numbers of four posts and 50 fans, counted on fingers."""
    table = bonson_ratkai(page, fans=50)

    assert (3 / 4, 1 / 4, 4 / 4) == (table.P1.value, table.C1.value, table.V1.value)
    assert (20 / 4, 2 / 4, 8 / 4) == (table.P2.value, table.C2.value, table.V2.value)
    assert (20 / 200, 2 / 200, 8 / 200) == (
        table.P3.value,
        table.C3.value,
        table.V3.value,
    )
    assert 30 / 200 == table.E.value


@pytest.mark.filterwarnings("ignore::engagement_metrics.EngagementWarning")
def test_bonson_ratkai_holds_estimates(page) -> None:
    """Shares of posts are proportions, the others pooled over posts."""
    table = bonson_ratkai(page, fans=50)

    assert (3.0, 4.0) == (table.P1.successes, table.P1.trials)
    for pooled in table.P2, table.P3, table.C2, table.C3, table.V2, table.V3, table.E:
        assert isinstance(pooled, Pooled)
        assert "rate" == pooled.kind
        assert pooled.value in pooled.interval()
    assert table.P1.interval().low > 0


def test_bonson_ratkai_prints_per_thousand(page) -> None:
    """The table is printed as the paper has it."""
    assert str(bonson_ratkai(page, fans=50)).splitlines() == [
        "popularity   P1  75.0 %   P2   5.0 per post   P3 100.0 per 1,000 fans",
        "commitment   C1  25.0 %   C2  0.50 per post   C3  10.0 per 1,000 fans",
        "virality     V1 100.0 %   V2   2.0 per post   V3  40.0 per 1,000 fans",
        "engagement                                    E  150.0 per 1,000 fans",
    ]


@pytest.mark.filterwarnings("ignore::engagement_metrics.EngagementWarning")
def test_bonson_ratkai_leads_with_its_total(page) -> None:
    """Value, status and bounds are those of E; it prints in one line as a repr."""
    table = bonson_ratkai(page, fans=50)

    assert (table.E.value, table.E.units) == (table.value, table.units)
    assert Status.DEFINED == table.status
    assert table.E.interval() == table.interval()
    assert repr(table).startswith("<BonsonRatkai 15.0 %: 4 posts, Bonsón and Ratkai E")
    assert table == type(table).of_evidence(table.evidence)
    names = [f"{letter}{number}" for letter in "PCV" for number in (1, 2, 3)]
    assert [*names, "E"] == list(table.evidence)


def test_bonson_ratkai_takes_fans_of_each_post(page) -> None:
    """With fans at each post, 3 is events over their sum."""
    table = bonson_ratkai(page, fans=[40, 50, 50, 60])

    assert 20 / 200 == table.P3.value
    assert 20 / 4 == table.P2.value


def test_bonson_ratkai_leaves_out_posts_without_a_counter() -> None:
    """A post without a counter is left out where the counter counts."""
    with pytest.warns(NegativeCountsWarning):
        posts = Posts.of(
            actions={"like": [4, None, -1], "reply": [1, 1, 1], "share": [0, 0, 0]}
        )
    table = bonson_ratkai(posts, fans=10)

    assert (1.0, 1.0) == (table.P1.successes, table.P1.trials)
    assert (1, 1) == (table.P1.left_out.missing, table.P1.left_out.invalid)
    assert (4.0, 1.0) == (table.P2.value, table.C2.value)
    assert 5 / 10 == table.E.value
    assert 2 == table.E.left_out.units


def test_bonson_ratkai_without_fans_or_posts(page) -> None:
    """Nothing over nobody is undefined, and says why."""
    assert Status.NO_DENOMINATOR == bonson_ratkai(page, fans=0).P3.status
    assert Status.MISSING == bonson_ratkai(page, fans=None).E.status
    assert Status.NO_EXPOSURE == bonson_ratkai(page[:0], fans=9).P1.status
    assert Status.NO_EXPOSURE == bonson_ratkai(page[:0], fans=9).P2.status


def test_bonson_ratkai_refuses(page) -> None:
    """What is not posts, a table that lacks a counter, fans of other posts."""
    with pytest.raises(InvalidTypeError, match=r"^posts must be Posts, but got 3$"):
        bonson_ratkai(3, fans=1)
    with pytest.raises(InvalidArgumentError, match="must have the counter 'share' for"):
        bonson_ratkai(Posts.of(actions={"like": [1], "reply": [1]}), fans=1)
    with pytest.raises(
        InvalidArgumentError, match=r"^fans must have the length 4 of posts, but has 2$"
    ):
        bonson_ratkai(page, fans=[1, 2])
    with pytest.raises(InvalidCountsError, match=r"^fans must not be negative"):
        bonson_ratkai(page, fans=-1)
