"""Whatever is given to whatever is public: an answer, or a refusal of our own."""

import inspect
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

import engagement_metrics
from called import Call, calls, of_ours
from engagement_metrics.errors import EngagementWarning, RefusedError

CALLS = 3  # examples of each function that are broken, one argument at a time


class Odd(str):
    """Text, and not quite."""

    __slots__ = ()


class Unshown:
    """What cannot be written."""

    def __str__(self) -> str:
        """Fail."""
        raise KeyError


def generator() -> Iterator[int]:
    """Yield numbers once."""
    yield from (1, 2)


JUNK: dict[str, Callable[[], Any]] = {
    "None": lambda: None,
    "nothing written": str,
    "text": lambda: "x",
    "other text": lambda: Odd("reach"),
    "bytes": lambda: b"x",
    "a byte string": lambda: bytearray(b"xy"),
    "an object": object,
    "a class": lambda: dict,
    "a function": lambda: len,
    "true": lambda: True,
    "-1": lambda: -1,
    "0": lambda: 0,
    "half": lambda: 0.5,
    "tiny": lambda: 5e-324,
    "many": lambda: 10**3,
    "beyond floats": lambda: 10**400,
    "nan": lambda: float("nan"),
    "infinity": lambda: float("inf"),
    "complex": lambda: 1j,
    "decimal": lambda: Decimal("NaN"),
    "fraction": lambda: Fraction(1, 3),
    "date": lambda: date(2026, 1, 5),
    "naive": lambda: datetime(2026, 1, 5),  # noqa: DTZ001
    "instant": lambda: datetime(1700, 1, 5, tzinfo=UTC),
    "span": lambda: timedelta(-1),
    "numpy time": lambda: np.datetime64("NaT", "us"),
    "numpy span": lambda: np.timedelta64(3, "M"),
    "numpy scalar": lambda: np.float32(0.1),
    "numpy text": lambda: np.str_("x"),
    "no items": list,
    "one item": lambda: [1],
    "nan in a list": lambda: [float("nan"), 2],
    "nested": lambda: [[1], [2, 3]],
    "mixed": lambda: [1, "1", None],
    "times in a list": lambda: [datetime(2026, 1, 5, tzinfo=UTC), 3],
    "tuple": lambda: (1.5, -2),
    "set": lambda: {1, "a"},
    "a set of objects": lambda: {object()},
    "dict": lambda: {"a": 1},
    "a dict of columns": lambda: {"a": [1, 2], 3: None},
    "generator": generator,
    "range": lambda: range(3),
    "no rows": lambda: np.empty(0),
    "no dimension": lambda: np.array(3.0),
    "two dimensions": lambda: np.ones((2, 2)),
    "texts": lambda: np.array(["x", "y"]),
    "objects": lambda: np.array([object(), None], object),
    "complexes": lambda: np.array([1j, 2]),
    "booleans": lambda: np.array([True, False, True]),
    "masked": lambda: np.ma.array([1.0, 2.0], mask=[True, False]),
    "unsigned": lambda: np.array([2**64 - 1, 1], np.uint64),
    "halves": lambda: np.array([0.5, np.inf], np.float16),
    "dates": lambda: np.array(["2026-01-05", "NaT"], "datetime64[D]"),
    "spans": lambda: np.array([1, 2], "timedelta64[s]"),
    "records": lambda: np.array([(1, 2.0)], "i4,f8"),
    "raw": lambda: np.array([b"x"], "V1"),
    "swapped bytes": lambda: np.array([1.0, 2.0], ">f8"),
    "a read-only view": lambda: np.broadcast_to(np.float64(3), 4),
}


CALLED = calls()


def broken(call: Call) -> Iterator[tuple[str, str, Call]]:
    """Yield a call with one argument changed, and which, and to what."""
    function, given, named = call
    try:
        parameters = inspect.signature(function).parameters
    except ValueError:
        return
    for junk, make in JUNK.items():
        for place in range(len(given)):
            changed = (*given[:place], make(), *given[place + 1 :])
            yield str(place), junk, (function, changed, named)
        for name, parameter in parameters.items():
            if parameter.kind is parameter.KEYWORD_ONLY or name in named:
                yield name, junk, (function, given, {**named, name: make()})


def leaked(call: Call) -> str | None:
    """Return what came out of a call that is neither an answer nor a refusal."""
    function, given, named = call
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.simplefilter("ignore", EngagementWarning)
        try:
            answer = function(*given, **named)
        except RefusedError:
            return None
        except Exception as error:  # noqa: BLE001
            return f"{type(error).__name__}: {error}"
        try:
            str(answer)
        except RefusedError:
            return None
        except Exception as error:  # noqa: BLE001
            return f"shown: {type(error).__name__}: {error}"
    return None


@pytest.mark.parametrize("name", sorted(CALLED))
def test_of_junk_come_an_answer_or_a_refusal(name):
    """No error of NumPy, attrs or Python comes out, and no warning of theirs."""
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
def test_what_leaks_is_seen(leak):
    """An error or a warning of somebody else is told from a refusal."""
    assert leaked((leak, (1,), {})) is not None
    assert leaked((lambda value: value, (1,), {})) is None
    assert leaked((engagement_metrics.Proportion, (2, 1), {})) is None


def test_every_public_function_is_called():
    """Whatever is public and takes an argument is looked at."""
    names = set()
    for name in engagement_metrics.__all__:
        thing = getattr(engagement_metrics, name)
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

    assert set() == names - set(CALLED)
