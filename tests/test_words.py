"""Vocabularies are closed; sources and metrics print as people write them."""

import pickle

import attrs
import pytest

from engagement_metrics.errors import InvalidArgumentError, InvalidTypeError
from engagement_metrics.words import (
    CONVERSATIONAL,
    Action,
    Exposure,
    Metric,
    Source,
    Status,
)


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


def test_conversational_actions():
    """Reply, mention, quote and message talk; no other action does."""
    assert {"reply", "mention", "quote", "message"} == CONVERSATIONAL


def test_metric_prints_as_a_quotient():
    """A metric says what is divided by what; the unit and the scale have defaults."""
    metric = Metric("some_rate", "likes + replies", "reach")

    assert "some rate: (likes + replies) / reach" == str(metric)
    assert ("units", "percent", "") == (metric.unit, metric.scale, metric.averaging)
    assert metric == pickle.loads(pickle.dumps(metric))  # noqa: S301
    assert metric != Metric("some_rate", "likes + replies", "reach", "posts")
    assert 1 == len({metric, Metric("some_rate", "likes + replies", "reach")})


def test_metric_without_a_denominator_prints_its_formula():
    """A metric that is no quotient has its formula in the numerator."""
    assert "gini: area under the curve" == str(Metric("gini", "area under the curve"))


def test_sources_are_no_part_of_equality():
    """Metrics with other sources are equal, so their evidence adds."""
    source = Source("Who", 1927, "Title", "doi")

    assert Metric("rate", "a", "b") == Metric("rate", "a", "b", sources=(source,))


def test_metric_can_be_replaced():
    """A copy with other fields is what copy.replace() returns; the first stays."""
    metric = Metric("some_rate", "likes", "reach")

    assert Metric("some_rate", "likes", "views") == metric.__replace__(
        denominator="views"
    )
    assert Metric("some_rate", "likes", "reach") == metric


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
    ("word", "field"),
    [(Metric("a", "b", "c"), "name"), (Source("a", 1, "b", "c"), "who")],
)
def test_metrics_and_sources_do_not_change(word, field):
    """A field cannot be assigned to."""
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(word, field, "other")


@pytest.mark.parametrize(
    ("changed", "error", "message"),
    [
        ({"name": 3}, InvalidTypeError, "name must be text, but got 3"),
        ({"numerator": None}, InvalidTypeError, "numerator must be text, but got None"),
        (
            {"scale": "per cent"},
            InvalidArgumentError,
            (
                "scale must be one of 'percent', 'per thousand', 'number', 'duration',"
                " but got 'per cent'"
            ),
        ),
        (
            {"averaging": "mean"},
            InvalidArgumentError,
            (
                "averaging must be one of '', 'pooled', 'average', 'median',"
                " but got 'mean'"
            ),
        ),
        ({"census": 1}, InvalidTypeError, "census must be True or False, but got 1"),
        (
            {"sources": ("Wilson",)},
            InvalidTypeError,
            "sources must be a tuple of Sources, but got ('Wilson',)",
        ),
        (
            {"sources": None},
            InvalidTypeError,
            "sources must be a tuple of Sources, but got None",
        ),
    ],
    ids=range(7),
)
def test_impossible_metrics_are_refused(changed, error, message):
    """Words are text, scale and averaging are known, sources are `Source`."""
    fields = {"name": "rate", "numerator": "likes", "denominator": "reach"}
    with pytest.raises(error) as caught:
        Metric(**fields | changed)

    assert message == str(caught.value)
    assert [*changed] == [caught.value.argument]


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("two_way_index", "two-way index"),
        ("click_through_rate", "click-through rate"),
        ("engagement_rate", "engagement rate"),
        ("Hootsuite rate", "Hootsuite rate"),
    ],
)
def test_metric_title_is_its_name_in_words(name, title):
    """Compound words keep a hyphen."""
    assert title == Metric(name, "a").title
