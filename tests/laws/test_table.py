"""
Every public metric and every law: kept on every draw, or shown not to be.

Of the properties of a metric two are tried elsewhere: how often an interval covers the
truth (P24), by simulation, and that no answer depends on hash seed, locale or
optimisation (P26), by running all tests under several.
"""

import functools
import runpy
import warnings
from pathlib import Path
from random import Random

import attrs
import pytest
from hypothesis import settings

import engagement_metrics
from engagement_metrics import EngagementWarning, Rate
from laws.broken import BROKEN
from laws.metrics import METRICS, NO_METRICS, covered, estimates, of_sides
from laws.properties import PROPERTIES
from laws.rows import LISTS
from laws.table import TABLE, WHY, reason, verdict

DOCS = Path(__file__).parents[2] / "docs"
CELLS = [(metric, law) for metric in METRICS for law in PROPERTIES.values()]
MOST = 4000  # draws until a law is refuted


def tried(metric, law, draws):
    """Yield trials, the same ones each time, quietly."""
    random = Random(f"{metric.title} {law.key}")  # noqa: S311
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", EngagementWarning)
        for _ in range(draws):
            seen = law.trial(metric, random)
            if seen is not None:
                yield seen


@pytest.mark.parametrize(
    ("metric", "law"), CELLS, ids=[f"{m.title} {law.key}" for m, law in CELLS]
)
def test_the_table_is_true(metric, law):
    """T holds on every draw, F does not hold on one; - is of what cannot be asked."""
    said = verdict(metric.title, law.key)
    if said == "-":
        assert not law.concerns(metric)
        assert law.otherwise
        return
    assert law.concerns(metric)
    if said == "F":
        assert any(not seen.holds for seen in tried(metric, law, MOST))
        return
    draws = max(5, int(settings.default.max_examples / 5 * metric.draws))
    seen = list(tried(metric, law, draws))
    assert seen, "no draw says anything"
    assert [] == [each for each in seen if not each.holds][:1]


@pytest.mark.parametrize("key", PROPERTIES)
def test_each_trial_catches_a_metric_that_breaks_the_law(key):
    """The trial of a law fails where the law does."""
    law, metric = PROPERTIES[key], BROKEN[key]

    assert law.concerns(metric)
    assert any(not seen.holds for seen in tried(metric, law, 200))


def test_every_public_metric_has_a_row():
    """What is public is in a row, or is no metric for a reason."""
    assert set(engagement_metrics.__all__) - set(NO_METRICS) <= covered()
    assert set() == set(NO_METRICS) & covered()
    assert set(NO_METRICS) <= set(engagement_metrics.__all__)


def test_every_row_has_every_cell():
    """There is no row but of a metric, no cell but T, F or -, and a word for each F."""
    assert [metric.title for metric in METRICS] == list(TABLE)
    for metric in METRICS:
        cells = [verdict(metric.title, key) for key in PROPERTIES]
        assert set(cells) <= {"T", "F", "-"}
        assert len("".join(TABLE[metric.title].split())) == len(PROPERTIES)
        for key, cell in zip(PROPERTIES, cells, strict=True):
            assert cell != "F" or reason(metric.title, key)
    assert {"F"} == {verdict(*cell) for cell in WHY}


@pytest.mark.parametrize(
    ("metric", "name"),
    [(metric, name) for metric in METRICS for name in metric.same],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_one_row_stands_for_several_names(metric, name):
    """They are the same computation: equal values of equal rows."""
    function, random = metric.same[name], Random(name)  # noqa: S311
    state = estimates(function, 0, 1)
    if metric.title == "ratio":
        state = of_sides(Rate, function)
    elif metric.title == "rates per post":
        state = estimates(functools.partial(_per_post, function), 0)
    other = attrs.evolve(metric, state=state)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", EngagementWarning)
        for _ in range(20):
            rows = metric.kind.rows(random)
            one, two = metric.measure(rows, LISTS), other.measure(rows, LISTS)
            assert str(one) == str(two)  # NaN as well


def _per_post(function, count):
    return function(count, 1)


def test_the_page_is_made_of_the_table():
    """The table, and each law that is not kept with a witness and a sentence."""
    page = DOCS / "reference" / "laws.md"
    if not page.exists():
        pytest.skip("the pages are not here")
    made = runpy.run_path(str(DOCS / "laws_page.py"))
    text = page.read_text(encoding="utf-8")

    assert made["laws_page"](text) == text
