"""The rate of the relevant, and their part of all engagement."""

import math

import pytest

from engagement_metrics.engagement import engagement_rate
from engagement_metrics.errors import (
    InvalidArgumentError,
    InvalidCountsError,
    InvalidTypeError,
    SmallSampleWarning,
)
from engagement_metrics.relevance import home_share, relevance_weighted_rate
from engagement_metrics.tables import Interactions
from engagement_metrics.words import Status


def weighted_rate(engagements, exposure, relevance):
    """Return the rate of numbers in the order of the formula."""
    return relevance_weighted_rate(
        engagements=engagements, exposure=exposure, relevance=relevance
    )


def test_binary_relevance_is_the_rate_inside_the_target():
    """With 0 and 1 the strangers drop out, value and error."""
    weighted = weighted_rate([6, 2, 9], [10, 10, 100], [1, 1, 0])
    inside = engagement_rate([6, 2], impressions=[10, 10]).pooled()

    assert inside.value == weighted.value
    assert inside.standard_error == weighted.standard_error
    assert 1 == weighted.left_out.no_exposure


def test_partial_relevance_done_by_hand():
    """(6 + 1) / (10 + 5), and who is not known is counted."""
    weighted = weighted_rate([6, 2, 9], [10, 10, 100], [1, 0.5, None])

    assert 7 / 15 == weighted.value
    assert 1 == weighted.left_out.missing


@pytest.mark.parametrize(
    ("relevance", "status"),
    [([0, 0], Status.NO_EXPOSURE), ([None, None], Status.MISSING)],
)
def test_nobody_relevant(relevance, status):
    """All weights 0, or none known: no value, and why."""
    weighted = weighted_rate([6, 2], 10, relevance)

    assert math.isnan(weighted.value)
    assert status == weighted.status


def test_parts_add_up():
    """Disjoint members pooled are the whole."""
    first = weighted_rate([6], [10], [1])
    second = weighted_rate([2], [10], [0.5])

    assert 7 / 15 == (first + second).value


def test_relevance_is_a_share():
    """A percentage is refused."""
    with pytest.raises(InvalidArgumentError) as caught:
        weighted_rate([6, 2], 10, [1, 1.5])

    assert (
        "relevance must lie between 0 and 1, but got 1.5 at (1,), first of 1 in 2"
        " values. It is a share, not a percentage"
    ) == str(caught.value)


def test_home_share_of_numbers():
    """Events of the target over all, a proportion."""
    assert 0.25 == home_share(30, 120).value
    assert 0.25 == home_share([10, 20], [60, 60]).sum().value
    assert Status.MISSING == home_share(3, None).status
    with pytest.raises(InvalidCountsError) as caught:
        home_share(5, 4)
    assert (
        "home must not exceed engagements, but does: 5.0 > 4.0. The engagements include"
        " those of the target"
    ) == str(caught.value)


def log(**changes):
    """Return who liked and answered whom."""
    columns = {
        "actor": ["ada", "ada", "eve", "bob", None, "we", "ada", "eve"],
        "target": ["we", "we", "we", "we", "we", "we", "they", "we"],
        "kind": ["like", "reply", "like", "share", "like", "reply", "like", "view"],
    }
    return Interactions.of(**{**columns, **changes})


def test_home_share_of_a_log():
    """By member: views and what one does to oneself are none, unknowns are counted."""
    share = home_share(log(), target={"ada", "bob"})

    assert 4 / 5 == share.value
    assert (3, 1) == (share.units, share.left_out.missing)
    with pytest.warns(SmallSampleWarning):
        share.interval()


def test_home_share_of_an_account():
    """Only what was done to the account counts."""
    assert 3 / 4 == home_share(log(), target={"ada", "bob"}, account="we").value
    assert 1.0 == home_share(log(), target={"ada"}, account="they").value
    with pytest.raises(InvalidArgumentError) as caught:
        home_share(log(), target={"ada"}, account="nobody")
    assert "account must be in the log, but got 'nobody'" == str(caught.value)
    first = Interactions.of(actor=["bob", "cyd"], target=["ada", "ada"], kind="like")
    assert 1 / 2 == home_share(first, target={"bob"}, account="ada").value


def test_weights_and_unknown_kinds():
    """Without kinds every event counts, by its weight."""
    events = Interactions.of(actor=[1, 2], target=[9, 9], weight=[3, 1])

    assert 0.75 == home_share(events, target=[1]).value


def test_strangers_alone():
    """A target that nobody of the log belongs to has a share of 0."""
    assert 0.0 == home_share(log(), target=["zoe"]).value
    assert Status.NO_EXPOSURE == home_share(log()[:0], target=["zoe"]).status


@pytest.mark.parametrize(
    ("target", "error", "message"),
    [
        ([], InvalidArgumentError, "target must name a member, but got []. Who is the"),
        ([None], InvalidArgumentError, "target must name a member, but got []. Who"),
        ("ada", InvalidTypeError, "target must be the ids of its members, but got 'a"),
        (7, InvalidTypeError, "target must be the ids of its members, but got 7"),
        ([1, 2], InvalidTypeError, "ids must be all whole numbers or all text, but"),
    ],
)
def test_targets_that_are_none(target, error, message):
    """A target is a set of ids, not empty, of the kind of the log's."""
    with pytest.raises(error) as caught:
        home_share(log(), target=target)

    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("numbers", "options", "message"),
    [
        ((3,), {}, "home_share() must be given engagements=, but got none"),
        ((3, 4), {"target": [1]}, "home_share() of numbers takes no target="),
        ((3, 4), {"account": 1}, "home_share() of numbers takes no account="),
        ((log(),), {}, "home_share() must be given target=, but got none"),
        ((log(), 4), {"target": [1]}, "home_share() of a log takes no engagements="),
    ],
)
def test_numbers_and_logs_have_arguments_of_their_own(numbers, options, message):
    """Numbers take *engagements*, a log takes *target*; the message says which."""
    with pytest.raises(InvalidTypeError) as caught:
        home_share(*numbers, **options)

    assert message == str(caught.value)


def test_home_and_engagements_are_keywords():
    """The documented names work as keywords; a wrong one is Python's TypeError."""
    assert 0.25 == home_share(home=1, engagements=4).value
    with pytest.raises(TypeError, match=r"^home_share\(\) got an unexpected keyword"):
        home_share(1, engagement=4)
    with pytest.raises(TypeError, match=r"^relevance_weighted_rate\(\) missing 1 req"):
        relevance_weighted_rate(engagements=[1], exposure=[2])


def test_both_say_what_they_are():
    """The printed line names the metric and its denominator."""
    rate = weighted_rate([6, 2, 9], [10, 10, 100], [1, 1, 0])

    assert str(home_share(30, 120)).startswith("home share of engagements: 25.0 % (")
    assert "persons" == home_share(log(), target={"ada"}).metric.unit
    assert str(rate).startswith("relevance weighted rate by relevant exposure, pooled:")
