"""Junk given to any public function: an answer, or an error of ours."""

import inspect
import warnings
from collections.abc import Iterator

import numpy as np
import pytest

from called import GOOD, LOG, Call, calls, of_ours
from doc_examples import import_all
from engagement_metrics import Proportion, Rate, Responses
from junk import JUNK, Unshown, leaked

pytestmark = pytest.mark.filterwarnings("ignore::engagement_metrics.EngagementWarning")
CALLS = 3  # examples of each function that are broken, one argument at a time
CALLED = calls() | {
    "LeftOut.words": [(Rate([1], [0]).sum().left_out.words, (GOOD["metric"],), {})],
    "Responses.of_log": [(Responses.of_log, (LOG,), {})],
}
TRUSTING = {"Bounds", "Rows", "of_bounds", "of_evidence", "of_labels", "of_rows"}
TRUSTING |= {"of_sums"}
"""Classes and doors that are given what was checked; `of_evidence` is fuzzed."""


def broken(call: Call) -> Iterator[tuple[str, str, Call]]:
    """Yield the argument, the junk, and the call with that argument replaced."""
    function, given, named = call
    own = bool(given) and callable(given[0])  # a caller's function, with its own errors
    try:
        parameters = inspect.signature(function).parameters
    except ValueError:
        return
    for junk, make in JUNK.items():
        for place in range(len(given)):
            if own and place == 0 and callable(make()):
                continue
            changed = (*given[:place], make(), *given[place + 1 :])
            yield str(place), junk, (function, changed, named)
        for name, parameter in parameters.items():
            if parameter.kind is parameter.KEYWORD_ONLY or name in named:
                yield name, junk, (function, given, {**named, name: make()})


@pytest.mark.parametrize("name", sorted(CALLED))
def test_junk_gives_an_answer_or_a_refusal(name):
    """No error or warning of NumPy, attrs or Python comes out."""
    seen = [
        f"{argument}={junk}: {said}"
        for call in CALLED[name][:CALLS]
        for argument, junk, changed in broken(call)
        if (said := leaked(changed)) is not None
    ]

    assert [] == sorted(set(seen))


@pytest.mark.parametrize(
    "leak",
    [
        lambda _: {}["x"],
        lambda _: int("x"),
        lambda _: np.array([1.0]) / 0,
        lambda _: warnings.warn("of somebody else", UserWarning, stacklevel=1),
        lambda _: Unshown(),
    ],
    ids=range(5),
)
def test_leaks_are_noticed(leak):
    """Foreign errors and warnings are told apart from refusals."""
    assert leaked((leak, (1,), {})) is not None
    assert leaked((lambda value: value, (1,), {})) is None
    assert leaked((Proportion, (2, 1), {})) is None


def test_every_public_function_is_called():
    """Everything public that takes an argument is tested with junk."""
    names: set[str] = set()
    public: dict[str, object] = {}
    import_all(public)
    for name, thing in public.items():
        if inspect.isfunction(thing):
            names.add(name)
        elif inspect.isclass(thing):
            names |= {
                member.__qualname__
                for key, member in inspect.getmembers(thing, inspect.isroutine)
                if not key.startswith("_") and of_ours(member)
                if len(inspect.signature(member).parameters)
                > inspect.isfunction(member)
            }

    assert set() == {n for n in names - set(CALLED) if not TRUSTING & {*n.split(".")}}
