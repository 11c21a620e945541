"""What nobody should give to a function, and whether it answers or refuses."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from called import Call
from engagement_metrics.errors import EngagementError


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


def leaked(call: Call) -> str | None:
    """Return what came out of a call that is neither an answer nor a refusal."""
    function, given, named = call
    try:
        answer = function(*given, **named)
    except EngagementError:
        return None
    except Exception as error:  # noqa: BLE001
        return f"{type(error).__name__}: {error}"
    try:
        str(answer)
    except EngagementError:
        return None
    except Exception as error:  # noqa: BLE001
        return f"shown: {type(error).__name__}: {error}"
    return None
