"""
Every refusal of the core: class, argument, rule and place, one line each.

``catalogue.txt`` has, for every public function, each rule that an argument can break,
and what broke it; ``texts.txt`` has the whole message of one case for each of some
forty rules. ``python tests/hazards/test_catalogue.py`` writes both anew, for a reader
to look at what changed.
"""

import ast
import inspect
import re
import sys
import warnings
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

if __name__ == "__main__":
    sys.path.append(str(Path(__file__).parents[1]))

import engagement_metrics
from called import calls
from engagement_metrics.errors import EngagementError, EngagementWarning
from hazards.others import OTHERS

CATALOGUE = Path(__file__).with_name("catalogue.txt")
WORDS = Path(__file__).with_name("texts.txt")
TESTS = Path(__file__).parents[1]
MOST = 2200
TEXTS = 40
SOURCE = Path(engagement_metrics.__file__).parent
LEAST = 400
UNREACHED = {  # raises that no caller reaches, and why
    ("comparison/_contrast.py", "NotImplementedError"): "an abstract method",
    ("evidence/_composite.py", "NotImplementedError"): "an abstract method",
    ("evidence/_pooled.py", "NotImplementedError"): "an abstract method",
    ("evidence/_result.py", "NotImplementedError"): "an abstract method",
    ("evidence/_shown.py", "NotImplementedError"): "an abstract method",
    ("tables/_table.py", "NotImplementedError"): "an abstract method",
    ("__init__.py", "AttributeError(msg)"): "Python's own way to say a name is absent",
    ("tables/__init__.py", "AttributeError(msg)"): "the same",
}


class Thing:
    """Something that is none of what is asked for."""

    def __repr__(self):
        """Return always the same."""
        return "<thing>"


HAZARDS = {
    "nothing": lambda: None,
    "below zero": lambda: -1,
    "below zero in a column": lambda: [2, -1],
    "above all": lambda: 10**4,
    "infinite": lambda: float("inf"),
    "infinite in a column": lambda: [1.0, float("inf")],
    "tiny": lambda: 5e-324,
    "beyond 2**53": lambda: 2**53 + 2,
    "beyond 64 bits": lambda: 2**64,
    "a mask": lambda: np.array([True, False]),
    "true": lambda: True,
    "text among numbers": lambda: [1, "2"],
    "complex": lambda: 1j,
    "a time": lambda: np.datetime64("2026-01-05"),
    "percent": lambda: 95,
    "text": lambda: "12.3K",
    "no text": str,
    "two dimensions": lambda: np.ones((2, 2)),
    "another length": lambda: [1, 2, 3, 4, 5, 6, 7, 8, 9],
    "no rows": list,
    "float ids": lambda: np.array([1.5, 2.0]),
    "NaN as an id": lambda: [float("nan"), "a"],
    "bytes": lambda: [b"x", b"y"],
    "ids of both kinds": lambda: [1, "1"],
    "times without a zone": lambda: [datetime(2026, 1, 5)],  # noqa: DTZ001
    "the year 55840": lambda: np.array([17 * 10**17], "datetime64[us]"),
    "a negative span": lambda: timedelta(-1),
    "no span": lambda: timedelta(0),
    "a dictionary": lambda: {"a": 1},
    "a set": lambda: {3},
    "a thing": Thing,
}


def tried(call, *ours):
    """Return the error of a call, if it is refused, and the lines it went through."""
    function, given, named = call
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", EngagementWarning)
        try:
            function(*given, **named)
        except (EngagementError, *ours) as refused:
            return refused, set(passed(refused))
    return None, set()


def passed(error):
    """Yield the lines of ours that an error, and what it came of, went through."""
    trace = error.__traceback__
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        if file.is_relative_to(SOURCE):
            yield file.relative_to(SOURCE).as_posix(), trace.tb_lineno
        trace = trace.tb_next
    if error.__context__ is not None:
        yield from passed(error.__context__)


def broken(call):
    """Yield a call with each argument changed in each way, and what was changed."""
    function, given, named = call
    parameters = inspect.signature(function).parameters
    names = [*parameters]
    for hazard, make in HAZARDS.items():
        for place in range(len(given)):
            name = names[min(place, len(names) - 1)]
            changed = (*given[:place], make(), *given[place + 1 :])
            yield f"{name} = {hazard}", (function, changed, named)
        for name, parameter in parameters.items():
            if parameter.kind is parameter.KEYWORD_ONLY or name in named:
                yield f"{name} = {hazard}", (function, given, {**named, name: make()})


def refusals(reached):
    """Yield what was changed and the error; note the lines that all went through."""
    for function, found in sorted(calls().items()):
        seen = set()
        for call in found[:2]:
            for changed, other in broken(call):
                refused, lines = tried(other)
                if refused is None:
                    continue
                reached |= lines
                rule = (type(refused), refused.argument, rule_of(refused))
                if rule not in seen:
                    seen.add(rule)
                    yield f"{function}: {changed}", refused
    for what, call in OTHERS.items():
        refused, lines = tried((call, (), {}))
        reached |= lines
        yield what, refused


def catalogue():
    """Return a line a refusal, the whole texts of some, and the lines reached."""
    told, texts, reached, rules = [], {}, set(), set()
    for what, refused in refusals(reached):
        told.append(entry(what, refused))
        rule = rule_of(refused) if isinstance(refused, EngagementError) else None
        if rule and rule not in rules and len(texts) < TEXTS:
            rules.add(rule)
            texts[what] = str(refused)
    return told, [f"{what}\n    {text}" for what, text in texts.items()], reached


def rule_of(refused):
    """Return a rule without the numbers and names of the case."""
    return re.sub(r"'[^']*'|\d+| of .*|\[.*|\(.*", "_", refused.rule or str(refused))


def entry(what, refused):
    """Return what the catalogue says of a refusal: class, argument, rule and place."""
    if refused is None:
        return f"{what}: is not refused"
    if not isinstance(refused, EngagementError):  # the report has words alone
        said = re.sub(r"( cannot be read as (CSV|Parquet): ).*", r"\1...", str(refused))
        return f"{what}: {type(refused).__name__}: {said.splitlines()[0]}"
    assert refused.advice in str(refused)
    assert refused.argument
    at = f", at {refused.place}" if refused.place is not None else ""
    rule = f" must {refused.rule}" if refused.rule else ""
    return f"{what}: {type(refused).__name__}: {refused.argument}{rule}{at}"


def written(path):
    """Return the lines of a catalogue as it is written."""
    return path.read_text(encoding="utf-8").splitlines()


def write(path, told):
    """Write the lines of a catalogue."""
    path.write_text("\n".join(told) + "\n", encoding="utf-8")


@pytest.fixture(scope="module")
def found():
    """Return the catalogue as it is, the texts, and the lines that it reaches."""
    return catalogue()


def test_refusals_keep_class_argument_rule_and_place(found):
    """Each refusal is the one of the catalogue."""
    said = written(CATALOGUE)

    assert said == found[0]
    assert len(said) >= LEAST
    assert [] == [each for each in said if "is not refused" in each]


def test_messages_keep_their_words(found):
    """The whole message of one case for each of some forty rules is as written."""
    assert written(WORDS) == "\n".join(found[1]).splitlines()


def test_golden_texts_stay_short():
    """What is compared word for word stays within what a reader can look at."""
    files = [*TESTS.glob("hazards/*.txt"), *TESTS.glob("laws/*.txt")]
    files.append(TESTS / "public_api.txt")

    assert sum(len(written(file)) for file in files) <= MOST


def raises(*, adapters):
    """Yield where the core, or else its adapters, raise, and what."""
    for path in sorted(SOURCE.rglob("*.py")):
        file = path.relative_to(SOURCE).as_posix()
        if file.startswith("adapters/") != adapters:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Raise) and node.exc is not None:
                lines = range(node.lineno, node.end_lineno + 1)
                yield file, lines, ast.unparse(node.exc)


def missed(reached, *, adapters):
    """Return the raises that are not among the lines reached."""
    return {
        (file, what)
        for file, lines, what in raises(adapters=adapters)
        if not any((file, line) in reached for line in lines)
    }


def test_every_raise_of_the_core_is_reached(found):
    """None is without an entry, but what no caller reaches."""
    assert set(UNREACHED) == missed(found[2], adapters=False)


if __name__ == "__main__":
    lines, whole, _ = catalogue()
    write(CATALOGUE, lines)
    write(WORDS, whole)
