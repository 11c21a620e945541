"""Other forms of the same rows: containers, dataframes, names of accounts."""

import functools
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
from hypothesis import strategies as st

from laws.rows import Draw, Rows

WIDTHS = [np.int8, np.int16, np.int32, np.int64, np.uint8, np.uint64, np.float32]
PRIME = 10_007


@functools.cache
def libraries() -> tuple[Any, ...]:
    """Return pandas and Polars, where they are there and narwhals too."""
    found = []
    for name in ("pandas", "polars"):
        try:
            __import__("narwhals")
            found.append(__import__(name))
        except ModuleNotFoundError:
            continue
    return tuple(found)


def frames(rows: Rows) -> list[Any]:
    """Return rows as dataframes, the fields as f0, f1 and so on."""
    columns = {f"f{i}": [row[i] for row in rows] for i in range(len(rows[0]))}
    return [library.DataFrame(columns) for library in libraries()]


def containers(draw: Draw) -> Callable[[list[Any]], Any]:
    """Return what gives numbers in a type and a container, drawn for each column."""

    def give(values: list[Any]) -> Any:
        ways: list[Callable[[list[Any]], Any]] = [
            lambda v: np.array(v, object),
            lambda v: np.array(v, np.float64),
            lambda v: tuple(map(float, v)),
            lambda v: [Fraction(x) for x in v],
            *(library.Series for library in libraries()),
            *(
                functools.partial(np.array, dtype=width)
                for width in WIDTHS
                if width is np.float32 or max(values, default=0) <= np.iinfo(width).max
            ),
        ]
        return draw(st.sampled_from(ways))(values)

    return give


def naming(by: int, plus: int, text: bool) -> Callable[[int], int | str]:
    """Return other names for ids below 10,007, no two alike."""

    def name(old: int) -> int | str:
        new = PRIME + (old * by + plus) % PRIME
        return f"user {new}" if text else new

    return name


def namings(*, text: bool) -> st.SearchStrategy[Callable[[int], int | str]]:
    """Return ways to give ids other names: numbers, or text where it may be."""
    numbers = st.integers(1, PRIME - 1)
    return st.builds(
        naming, numbers, numbers, st.booleans() if text else st.just(False)
    )
