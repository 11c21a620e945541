"""What results are called, in which terms and by which method; when they are equal."""

import contextlib
import copy
import inspect
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs
import numpy as np
import pytest

import engagement_metrics as em
from called import calls, of_value
from engagement_metrics import Interval
from engagement_metrics.errors import EngagementError

WRITTEN = Path(__file__).with_name("results.txt")


def results() -> Iterator[tuple[str, Any]]:
    """Yield what the examples of everything public return, with what is called."""
    for name, made in calls().items():
        if name.startswith("_"):
            continue
        for function, given, named in made:
            try:
                result = function(*given, **named)
            except EngagementError:
                continue
            parts = result if isinstance(result, tuple) else (result,)
            yield from ((name, part) for part in parts if of_value(part))


with warnings.catch_warnings(action="ignore"):  # of samples as small as examples are
    RESULTS = list(results())


def lines(name: str, result: Any, depth: int = 0) -> Iterator[str]:
    """Yield what a result and its parts are called, and how intervals are made."""
    said = f"{name}: {type(result).__name__}"
    terms = getattr(result, "terms", None)
    if hasattr(result, "metric") and terms is not None:
        yield f"{said} {result.metric!r}, {terms} ({terms.scale}), of {terms.unit}"
    if isinstance(result, Interval):
        yield f"{said} by {result.method!r}"
        return
    if not inspect.isclass(result) and hasattr(result, "interval"):
        with contextlib.suppress(EngagementError):
            bounds = result.interval()
            for each in bounds if isinstance(bounds, list) else [bounds]:
                yield from lines(f"{name}.interval()", each)
    if depth == 2:
        return
    for part in inspect.getmembers(type(result), lambda m: not inspect.isfunction(m)):
        if part[0].startswith("_"):
            continue
        value = getattr(result, part[0], None)
        if of_value(value) and attrs.has(type(value)):
            yield from lines(f"{name}.{part[0]}", value, depth + 1)


def written() -> str:
    """Return every line once, in order."""
    with warnings.catch_warnings(action="ignore"):
        found = {line for name, result in RESULTS for line in lines(name, result)}
    return "\n".join(sorted(found)) + "\n"


def test_results_are_as_written() -> None:
    """A change of a name, a term or a method is seen, and meant."""
    assert WRITTEN.read_text(encoding="utf-8") == written(), (
        "if it is meant: python tests/laws/test_results.py, and the changelog"
    )


CLASSES = sorted(
    {type(r) for _, r in RESULTS if attrs.has(type(r))} - {em.Dyads, em.Ids},
    key=lambda kind: kind.__name__,
)
"""Classes that are compared part by part; those two are by what they stand for."""


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_results_are_equal_if_all_their_parts_are(kind: type) -> None:
    """A copy is equal; with another part in any place it is not."""
    for _, result in RESULTS:
        if type(result) is kind:
            assert result == copy.deepcopy(result)
            for part in (each.name for each in attrs.fields(kind) if each.eq):
                other = copy.copy(result)
                object.__setattr__(other, part, Other())
                assert result != other, part


ALONE = em.Dyads.of(actor=["a"], target=["b"])
UNDEFINED: dict[str, Callable[[], Any]] = {
    "concordance_test": lambda: em.concordance_test(ALONE, account="a"),
    "unbiased_two_way_index": lambda: em.unbiased_two_way_index(ALONE),
    "thread_shape": lambda: em.thread_shape(em.Threads.of(post=[1], parent=[None]))[0],
    "turn_alternation": lambda: em.turn_alternation([]),
    "doubling_time": lambda: em.doubling_time(np.array([], "datetime64[s]"), []),
}


@pytest.mark.parametrize("undefined", UNDEFINED.values(), ids=UNDEFINED)
def test_what_is_undefined_is_equal_to_itself(undefined: Callable[[], Any]) -> None:
    """Of the same data the same result comes, though no number is known."""
    assert "nan" in repr(undefined())
    assert undefined() == undefined()


class Other:
    """What is equal to nothing."""


if __name__ == "__main__":
    WRITTEN.write_text(written(), encoding="utf-8")
