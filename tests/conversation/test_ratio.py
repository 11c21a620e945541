"""The share of talk in all interactions."""

import functools
import operator

import numpy as np
import pytest

from engagement_metrics import Interactions, Posts, Proportion, Status
from engagement_metrics.conversation import INTERACTIVE, conversation_ratio
from engagement_metrics.errors import (
    IncompatibleEvidenceError,
    InvalidArgumentError,
    InvalidTypeError,
)

KINDS = ["reply", "like", "mention", "view", "follow", "save", "quote", "share"]
LOG = Interactions.of(
    actor=["bob", "cyd", "ada", "bob", "bob", "ada", "ada", "bob"],
    target=["ada", "ada", "bob", "ada", "ada", "cyd", "ada", None],
    kind=KINDS,
)


def test_counts_talk_and_reactions_only():
    """Views, clicks, follows and unfollows never count."""
    words = ["reply", "quote", "mention", "message", "like", "dislike", "share", "save"]
    counted = {word: [1] for word in words}
    others = {word: [100] for word in ("view", "click", "follow", "unfollow")}
    ratio = conversation_ratio(Posts.of(actions=counted | others))

    assert (4.0, 8.0) == (ratio.successes[0], ratio.trials[0])
    assert "mention + message + quote + reply" == ratio.metric.numerator
    reactions = "dislike + like + mention + message + quote + reply + save + share"
    assert reactions == ratio.metric.denominator
    assert set(words) == INTERACTIVE


@pytest.mark.parametrize(
    ("options", "talk", "all_of_it"),
    [
        ({"account": "ada"}, 1, 2),
        ({"account": "ada", "direction": "sent"}, 1, 2),
        ({"account": "ada", "direction": "both"}, 2, 4),
        ({"account": "bob"}, 1, 1),
        ({}, 2, 5),
    ],
    ids=range(5),
)
def test_counts_events_of_an_account_in_a_log(options, talk, all_of_it):
    """Received, sent or both; events of an account with itself do not count."""
    ratio = conversation_ratio(LOG, **options)

    assert (talk, all_of_it) == (ratio.sum_y, ratio.sum_x)
    assert "persons" == ratio.metric.unit


def test_persons_are_the_units_of_a_log():
    """Who acts, who is addressed, who is at the other end; nobody is a unit each."""
    log = Interactions.of(
        actor=["we", "we", "we", "ada", "ada", "bob"],
        target=["ada", None, None, "we", "we", "we"],
        kind=["reply", "share", "message", "like", "reply", "like"],
    )
    found = {
        word: conversation_ratio(log, account="we", direction=word)
        for word in ("received", "sent", "both")
    }
    nobody = 2

    assert {"received": 2, "sent": 1 + nobody, "both": 2 + nobody} == {
        word: ratio.units for word, ratio in found.items()
    }
    by_person = Proportion([2, 0, 0, 1], [3, 1, 1, 1], metric=found["both"].metric)
    assert by_person.pooled().sum_ee == pytest.approx(found["both"].sum_ee)
    assert 3 == conversation_ratio(log).units


@pytest.mark.filterwarnings("ignore::engagement_metrics.EngagementWarning")
def test_parts_of_a_log_add_by_person():
    """Persons in several parts are one unit each: by person first, then pooled."""
    random = np.random.default_rng(5)
    actor = [f"u{i}" for i in random.integers(0, 30, 400)]
    kind = random.choice(["reply", "like"], 400)
    log = Interactions.of(actor=actor, target=["we"] * 400, kind=kind.tolist())
    whole = conversation_ratio(log, account="we")
    parts = [
        conversation_ratio(log[rows], account="we", by="person")
        for rows in np.array_split(random.permutation(400), 7)
    ]
    pooled = functools.reduce(operator.add, parts).pooled()

    assert whole.value == pooled.value
    assert (30, "persons") == (whole.units, pooled.metric.unit)
    assert whole.standard_error == pytest.approx(pooled.standard_error, rel=1e-12)
    assert whole.interval().high == pytest.approx(pooled.interval().high, rel=1e-12)
    assert whole.units < sum(conversation_ratio(log[i::2]).units for i in (0, 1))


def test_an_unknown_person_is_one_row():
    """By person, all events of nobody known are one."""
    log = Interactions.of(actor=["we"] * 3, target=[None, None, "a"], kind="reply")
    sent = conversation_ratio(log, account="we", direction="sent", by="person")

    assert {None, "a"} == set(sent)
    assert 2.0 == sent[None].trials
    with pytest.raises(InvalidArgumentError, match="by must be 'person'"):
        conversation_ratio(log, by="account")
    with pytest.raises(InvalidTypeError, match="takes no by="):
        conversation_ratio(3, 4, by="person")


def test_events_count_by_their_weight():
    """A like of weight 4 beside a reply of weight 1 is a ratio of 1 in 5."""
    log = Interactions.of(
        actor=["bob", "bob"], target=["ada"] * 2, kind=["reply", "like"], weight=[1, 4]
    )

    ratio = conversation_ratio(log)

    assert 0.2 == ratio.value
    assert ("conversation_ratio", "persons") == (ratio.metric.name, ratio.metric.unit)


def test_is_undefined_without_interactions():
    """No interactions, no events and no posts give no value, not 0."""
    assert np.isnan(conversation_ratio(0, 0).value)
    assert Status.NO_EXPOSURE is conversation_ratio(LOG[:0], account="ada").status
    assert 0 == len(conversation_ratio(Posts.of()))


def test_ratios_over_different_actions_do_not_add():
    """The metric names the actions counted."""
    first = conversation_ratio(Posts.of(actions={"reply": [1], "like": [1]}))
    second = conversation_ratio(Posts.of(actions={"reply": [1], "share": [1]}))

    with pytest.raises(IncompatibleEvidenceError, match=r"reply / \(reply \+ share\)"):
        first + second


def test_printed_line_names_the_actions():
    """The line and the description stand by themselves."""
    ratio = conversation_ratio(Posts.of(actions={"reply": [4], "like": [12]}))[0]

    assert (
        "conversation ratio of like + reply: 25.0 % (95 %: 10.2 to 49.5 %, as if"
        " independent; 4 of 16)" == str(ratio)
    )
    assert "Definition: reply / (like + reply)." in ratio.describe()


def test_keywords_are_those_of_the_docstring():
    """Both numbers may be given by position or by keyword."""
    by_name = conversation_ratio(talk=[30, None], interactions=120)

    assert conversation_ratio([30, None], 120) == by_name
    assert 0.25 == conversation_ratio(30, interactions=120).value
    assert conversation_ratio(LOG, account=None) == conversation_ratio(LOG)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: conversation_ratio(5, 4),
            (
                "talk must not exceed interactions, but does: 5.0 > 4.0."
                " Interactions include those that are talk"
            ),
        ),
        (
            lambda: conversation_ratio(Posts.of(actions={"like": [1]})),
            "posts must count mention, message, quote or reply, but got ['like']",
        ),
        (
            lambda: conversation_ratio(Posts.of(actions={"reply": [1], "view": [9]})),
            "posts must count dislike, like, save or share, but got ['reply', 'view']",
        ),
        (
            lambda: conversation_ratio(LOG, account="zoe"),
            "account must be in the log, but got 'zoe'",
        ),
        (
            lambda: conversation_ratio(LOG, direction="in"),
            "direction must be 'received', 'sent' or 'both', but got 'in'",
        ),
    ],
    ids=range(5),
)
def test_rejects_impossible_values(call, message):
    """More talk than interactions, counters that are missing, unknown words."""
    with pytest.raises(ValueError, match="must") as caught:
        call()

    assert message == str(caught.value)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: conversation_ratio(5),
            (
                "talk must be Posts or Interactions, but got 5. Of numbers, give"
                " interactions= too"
            ),
        ),
        (
            lambda: conversation_ratio(5, 9, account="ada", direction="sent"),
            "conversation_ratio() of numbers takes no account= or direction=",
        ),
        (
            lambda: conversation_ratio(LOG, 9),
            "conversation_ratio() of Interactions takes no interactions=",
        ),
        (
            lambda: conversation_ratio(Posts.of(), account="ada"),
            "conversation_ratio() of Posts takes no account=",
        ),
        (
            lambda: conversation_ratio("5", 9),
            "talk must be a number or an array of numbers, but got '5'",
        ),
    ],
    ids=range(5),
)
def test_rejects_wrong_forms(call, message):
    """The message names the argument, or the function."""
    with pytest.raises(InvalidTypeError) as caught:
        call()

    assert message == str(caught.value)


def test_rejects_unknown_keywords():
    """Python's own TypeError names the public function."""
    with pytest.raises(TypeError, match=r"^conversation_ratio\(\) got an unexpected"):
        conversation_ratio(LOG, accnt="ada")
    with pytest.raises(TypeError, match=r"^conversation_ratio\(\) missing 1 required"):
        conversation_ratio(interactions=9)
