"""Answers of several parts speak as the part that leads."""

import attrs
import numpy as np
import pytest

from engagement_metrics import (
    Average,
    Pooled,
    Proportion,
    Rate,
    Status,
    engagement_rate,
)
from engagement_metrics.evidence._composite import Composite

pytestmark = pytest.mark.filterwarnings("ignore::engagement_metrics.EngagementWarning")


@attrs.frozen(eq=False, repr=False, getstate_setstate=False)
class Both(Composite[float]):
    """Two averages of the same rows, of which the pooled one leads."""

    pooled: Pooled
    average: Average

    @property
    def _lead(self):
        return self.pooled


RATE = engagement_rate([3, 4, None, 9] * 9, reach=[10, 20, 5, 80] * 9)
BOTH = Both(RATE.pooled(), RATE.average())


def test_the_numbers_are_those_of_the_leading_part():
    """Value, status, units, bounds, what was left out and the metric."""
    lead = RATE.pooled()

    assert lead.value == BOTH.value
    assert Status.DEFINED is BOTH.status
    assert 27 == lead.units == BOTH.units
    assert lead.interval(0.9) == BOTH.interval(0.9)
    assert 9 == BOTH.left_out.missing
    assert lead.metric == BOTH.metric
    assert lead.value == np.asarray(BOTH)
    assert f"{lead:.1%}" == f"{BOTH:.1%}"


def test_the_words_are_those_of_the_leading_part():
    """The printed line, the short one but for the class, and the paragraph."""
    lead = RATE.pooled()

    assert str(lead) == str(BOTH)
    assert repr(lead).replace("<Pooled", "<Both") == repr(BOTH)
    assert lead.describe() == BOTH.describe()
    assert lead._repr_html_() == BOTH._repr_html_()


def test_an_undefined_lead_tells_its_reason():
    """Without rows, and with too few of them for an interval."""
    nothing, one = (Rate(*c) for c in (([], []), ([3], [10])))

    assert str(nothing.pooled()) == str(Both(nothing.pooled(), nothing.average()))
    assert str(one.pooled()) == str(Both(one.pooled(), one.average()))


def test_all_parts_are_the_evidence():
    """Equality looks at every part, not at the leading one alone."""
    other = Both(RATE.pooled(), RATE[:8].average())

    assert {"pooled", "average"} == set(BOTH.evidence)
    assert BOTH == Both.of_evidence(BOTH.evidence)
    assert BOTH != other
    assert BOTH.value == other.value


def test_a_composite_names_its_leading_part():
    """What all composites share leads nothing."""
    with pytest.raises(NotImplementedError):
        Composite()._values()


def test_composite_of_shares_is_titled_with_of():
    """The joint word, 'of' or 'by', is that of the leading part."""
    share = Proportion([5, 7, 9], 10)
    both = Both(share.pooled(), share.average())

    assert str(both).startswith("proportion of trials, pooled: ")


def test_why_a_composite_has_no_interval():
    """In the words of its lead, such as for weighted counts."""
    weighted = Rate(1.5, 2)

    assert "weighted counts have only a pooled one" in str(Both(weighted, None))
    assert weighted._no_interval(4) == Both(weighted, None)._no_interval(4)
    assert weighted._why(0) == Both(weighted, None)._why(0)
