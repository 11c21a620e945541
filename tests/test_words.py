"""The words of the field are text, closed, and print as people write them."""

import pickle

import attrs
import pytest

from engagement_metrics import CONVERSATIONAL, Action, Exposure, Source, Status
from engagement_metrics.words import Terms


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            Action,
            [
                "like",
                "dislike",
                "reply",
                "share",
                "quote",
                "mention",
                "message",
                "save",
                "click",
                "view",
                "follow",
                "unfollow",
            ],
        ),
        (
            Exposure,
            ["reach", "impressions", "followers", "views", "posts", "follower_days"],
        ),
        (
            Status,
            [
                "defined",
                "missing",
                "no exposure",
                "no denominator",
                "invalid",
                "too few units",
                "zero variance",
            ],
        ),
    ],
)
def test_vocabularies_are_closed_and_ordered(words, expected):
    """Each word is its own text, in the order of the documentation."""
    assert expected == list(words)
    assert expected == [str(word) for word in words]


def test_talk_is_what_is_said_to_somebody():
    """Reply, mention, quote and message talk; no other action does."""
    assert {"reply", "mention", "quote", "message"} == CONVERSATIONAL


def test_terms_print_as_a_quotient():
    """Terms say what was divided by what; the unit and the scale have defaults."""
    terms = Terms("engagements", "reach")

    assert "engagements / reach" == str(terms)
    assert ("units", "percent") == (terms.unit, terms.scale)
    assert terms == pickle.loads(pickle.dumps(terms))  # noqa: S301
    assert terms != Terms("engagements", "reach", "posts")
    assert 1 == len({terms, Terms("engagements", "reach")})


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (Source("Who", 1927, "Title", "doi"), "Who (1927). Title. doi"),
        (Source("Who", None, "Title", "doi"), "Who. Title. doi"),
        (
            Source("Who", 1927, "Title", "doi", consulted=False),
            "Who (1927). Title. doi (as commonly stated; original not consulted)",
        ),
    ],
)
def test_a_source_prints_as_a_reference(source, expected):
    """The line says when it was published, and whether it was read."""
    assert expected == str(source)


@pytest.mark.parametrize(
    ("word", "field"), [(Terms("a", "b"), "of"), (Source("a", 1, "b", "c"), "who")]
)
def test_terms_and_sources_do_not_change(word, field):
    """What a result is called stays what it is called."""
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(word, field, "other")
