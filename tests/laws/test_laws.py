"""
Every metric and every law: kept on every draw, or broken by a witness.

Two properties are tested elsewhere: how often an interval covers the truth, in
`test_coverage.py`, and that no answer depends on the hash seed, the locale or
optimisation, by running all tests under several.
"""

import contextlib
import inspect
import runpy
from pathlib import Path

import attrs
import pytest
from hypothesis import Phase, assume, given, settings, strategies as st

from engagement_metrics import EngagementError
from laws.asking import ask, shown
from laws.broken import BROKEN
from laws.few import few
from laws.library import FAMILIES
from laws.made import Estimates
from laws.records import RECORDS
from laws.relations import LAWS

pytestmark = pytest.mark.filterwarnings("ignore::engagement_metrics.EngagementWarning")
DOCS = Path(__file__).parents[2] / "docs"
NAMES = {name for record in RECORDS for name in (record.title, *record.also)}
KEPT = [(record, law) for record in RECORDS for law in LAWS if law in record.keeps]
BROKEN_LAWS = [(record, law) for record in RECORDS for law in record.breaks]
SAME = [(record, name) for record in RECORDS for name in record.also]


def pairs(names, values):
    """Return a parametrisation by records and words, which are its ids."""
    ids = [f"{record.title}-{word}" for record, word in values]
    return pytest.mark.parametrize(names, values, ids=ids)


each_record = pytest.mark.parametrize("record", RECORDS, ids=lambda r: r.title)


@pairs(("record", "law"), KEPT)
@few
@given(data=st.data())
def test_law_is_kept(record, law, data):
    """The law holds on every draw."""
    seen = ask(record, law, data.draw)
    assume(seen is not None)

    assert seen.holds, seen


@pairs(("record", "law"), BROKEN_LAWS)
def test_witness_breaks_the_law(record, law):
    """The law fails for the witness, and a sentence says why."""
    seen = shown(record, law)

    assert seen is not None
    assert not seen.holds, seen
    assert record.breaks[law].why.endswith(".")


@each_record
def test_record_answers_every_law_that_applies(record):
    """A law that is neither kept nor broken cannot be asked."""
    silent = [law for law in LAWS if law not in record.keeps | record.breaks.keys()]
    asked = set()

    @settings(few, max_examples=5)
    @given(data=st.data())
    def look(data):
        for law in silent:
            with contextlib.suppress(EngagementError):  # refused: it cannot be asked
                if ask(record, law, data.draw) is not None:
                    asked.add(law)

    look()
    assert not asked, f"{record.title} keeps or breaks {', '.join(sorted(asked))}"


@each_record
def test_record_names_existing_laws_once(record):
    """Each law is kept or broken, not both, and exists."""
    assert set() == record.keeps & record.breaks.keys()
    assert set() == (record.keeps | record.breaks.keys()) - LAWS.keys()


@pytest.mark.parametrize("law", LAWS)
def test_law_fails_for_a_metric_made_to_break_it(law):
    """Every law is able to fail."""

    @settings(few, max_examples=200, phases=[Phase.generate])
    @given(data=st.data())
    def look(data):
        seen = ask(BROKEN[law], law, data.draw)
        assert seen is None or seen.holds

    with pytest.raises(AssertionError):
        look()


def test_every_metric_has_a_record():
    """Each public function of the families is a title, or an alias in a record."""
    functions = {
        name
        for family in FAMILIES
        for name in family.__all__
        if inspect.isfunction(getattr(family, name))
    }

    assert set() == functions - NAMES, "see laws/records/__init__.py"
    assert len(RECORDS) == len({record.title for record in RECORDS})


@pairs(("record", "name"), SAME)
@few
@given(data=st.data())
def test_other_names_are_the_same_computation(record, name, data):
    """Equal rows have equal values under each name."""
    other = attrs.evolve(record.state, make=record.also[name])
    rows = data.draw(record.rows.some)
    one, two = record.measure(rows), attrs.evolve(record, state=other).measure(rows)

    assert isinstance(other, Estimates)
    assert str(one) == str(two)  # NaN as well


def test_page_is_up_to_date():
    """The page of laws is up to date."""
    page = DOCS / "reference" / "laws.md"
    if not page.exists():
        pytest.skip("the pages are not here")
    made = runpy.run_path(str(DOCS / "laws_page.py"))
    text = page.read_text(encoding="utf-8")

    assert made["laws_page"](text) == text, "run python docs/laws_page.py"
