"""
Every refusal of the adapters: class, argument, rule and place, one line each.

``adapters.txt`` is made and read as the catalogue of the core. What other libraries say
of a file that they cannot read is cut, since it differs between their versions.
"""

import sys
from pathlib import Path

import pytest

if __name__ == "__main__":
    sys.path.append(str(Path(__file__).parents[1]))

from hazards.test_catalogue import entry, missed, passed, tried, write, written

pytest.importorskip("polars")
pytest.importorskip("narwhals")
pytest.importorskip("rich")

from engagement_metrics.adapters.scorecard._reading import ReportError
from hazards.doors import OTHERS, broken

CATALOGUE = Path(__file__).with_name("adapters.txt")
UNREACHED = {  # how raises begin that no caller reaches here, and why
    "ModuleNotFoundError(": "of an environment without Narwhals: test_frames.py",
    "InvalidArgumentError(f'frame must be of an engine that can do {what}": (
        "of an engine that cannot: test_pushdown.py"
    ),
    "InvalidArgumentError(f'frame must be of an engine that these sums were": (
        "of an engine never tried: test_engines.py"
    ),
}


def catalogue():
    """Return what is said of each rule that some hazard breaks, and lines reached."""
    told, reached, seen = [], set(), set()
    for what, call in broken():
        refused, lines = tried(call)
        if refused is None:
            continue
        reached |= lines
        function, argument = what.split(" = ")[0].split(": ")
        *_, last = passed(refused)
        rule = (function, refused.argument, last)
        if rule not in seen:
            seen.add(rule)
            told.append(entry(what, refused))
    for what, call in OTHERS.items():
        refused, lines = tried((call, (), {}), ReportError)
        reached |= lines
        told.append(entry(what, refused))
    return told, reached


@pytest.fixture(scope="module")
def found():
    """Return the catalogue as it is, and the lines that it reaches."""
    return catalogue()


def test_refusals_keep_class_argument_rule_and_place(found):
    """Each refusal is the one of the catalogue."""
    said = written(CATALOGUE)

    assert said == found[0]
    assert [] == [each for each in said if "is not refused" in each]


def test_every_raise_of_the_adapters_is_reached(found):
    """None is without an entry, but what no caller reaches here."""
    left = missed(found[1], adapters=True)
    told = {start for start in UNREACHED for _, what in left if what.startswith(start)}

    assert (len(UNREACHED), set(UNREACHED)) == (len(left), told)


if __name__ == "__main__":
    write(CATALOGUE, catalogue()[0])
