"""The share of talk in all interactions."""

import numpy as np
import pytest

from engagement_metrics import Interactions, Posts, Status, conversation_ratio

KINDS = ["reply", "like", "mention", "view", "follow", "save", "quote", "share"]
LOG = Interactions.of(
    actor=["bob", "cyd", "ada", "bob", "bob", "ada", "ada", "bob"],
    target=["ada", "ada", "bob", "ada", "ada", "cyd", "ada", None],
    kind=KINDS,
)


def test_talk_over_talk_and_reactions():
    """Views, clicks, follows and un-follows are never in it."""
    words = ["reply", "quote", "mention", "message", "like", "dislike", "share", "save"]
    counted = {word: [1] for word in words}
    others = {word: [100] for word in ("view", "click", "follow", "unfollow")}
    ratio = conversation_ratio(Posts.of(actions=counted | others))

    assert (4.0, 8.0) == (ratio.successes[0], ratio.trials[0])
    assert "mention + message + quote + reply" == ratio.terms.of
    reactions = "dislike + like + mention + message + quote + reply + save + share"
    assert reactions == ratio.terms.per


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
def test_log(options, talk, all_of_it):
    """What an account received, sent or both; to itself is nobody."""
    ratio = conversation_ratio(LOG, **options)

    assert (talk, all_of_it) == (ratio.successes, ratio.trials)
    assert "events" == ratio.terms.unit


def test_weighted_log():
    """Each event counts by its weight."""
    log = Interactions.of(
        actor=["bob", "bob"], target=["ada"] * 2, kind=["reply", "like"], weight=[1, 4]
    )

    ratio = conversation_ratio(log)
    assert (0.2, "conversation_ratio", "events") == (
        ratio.value,
        ratio.metric,
        ratio.terms.unit,
    )


def test_nothing():
    """No interactions are no zero; no posts and no events are none either."""
    assert np.isnan(conversation_ratio(0, 0).value)
    assert Status.NO_EXPOSURE is conversation_ratio(LOG[:0], account="ada").status
    assert 0 == len(conversation_ratio(Posts.of()))


def test_kinds_do_not_mix():
    """Ratios over different kinds do not add."""
    first = conversation_ratio(Posts.of(actions={"reply": [1], "like": [1]}))
    second = conversation_ratio(Posts.of(actions={"reply": [1], "share": [1]}))
    with pytest.raises(TypeError, match="cannot add evidence of 'conversation_ratio'"):
        first + second


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: conversation_ratio(5, 4),
            (
                "conversational must not exceed interactions, but does: 5.0 > 4.0."
                " Interactions include those that are talk"
            ),
        ),
        (
            lambda: conversation_ratio(Posts.of(actions={"like": [1]})),
            (
                "posts must count 'mention', 'message', 'quote' or 'reply', but got"
                " ['like']"
            ),
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
    ids=range(4),
)
def test_refused(call, message):
    """More talk than all, no talk to count, nobody of that name."""
    with pytest.raises(ValueError, match="must") as caught:
        call()

    assert message.replace("'", "") == str(caught.value).replace("'", "")
