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
PUSHED = "of engines that push down: tests/adapters/frames"
UNREACHED = {  # where raises stand that no caller reaches here, and why
    ("adapters/frames/__init__.py", "ModuleNotFoundError("): "without Narwhals",
    ("adapters/frames/_columns.py", "self._wrong(argument, column, 'be n"): PUSHED,
    ("adapters/frames/_engines.py", ""): PUSHED,
    ("adapters/frames/_frame.py", "refused('frame', rule, known"): PUSHED,
    ("adapters/frames/_pairs.py", ""): PUSHED,
    ("adapters/frames/_ratios.py", "_frame.refused('definition'"): PUSHED,
    ("adapters/frames/_sums.py", ""): PUSHED,
    ("adapters/plain.py", "_refused(rule, f'parts of other types"): "found by fuzzing",
}


def catalogue():
    """Return what is said of each rule that some hazard breaks, and lines reached."""
    told, reached, seen = [], set(), set()
    for what, call in broken():
        refused, lines = tried(call)
        if refused is None:
            continue
        reached |= lines
        function = what.split(": ")[0]
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
    known = {
        (file, start)
        for file, start in UNREACHED
        for at, what in left
        if at == file and what.startswith(start)
    }
    told = {each for each in left for f, s in known if each[0] == f if s in each[1]}

    assert (set(UNREACHED), left) == (known, told)


if __name__ == "__main__":
    write(CATALOGUE, catalogue()[0])
