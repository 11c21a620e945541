"""A record of a metric: what it is given, what it answers, which laws it keeps."""

from collections.abc import Callable, Mapping, Set as AbstractSet
from fractions import Fraction
from typing import Any

import attrs
from hypothesis import strategies as st

from laws.numbers import Numbers, flat
from laws.rows import LISTS, Form, Kind, Rows, simplest

Exact = list[Fraction]


class Witness:
    """
    Why a law is not kept, and what shows it: what was drawn when it failed.

    Draws that are not given are as simple as can be.
    """

    def __init__(self, why: str, *drawn: Any) -> None:
        """Keep a sentence, and the draws in their order."""
        self.why, self.drawn = why, drawn

    def draw(self) -> Callable[[st.SearchStrategy[Any]], Any]:
        """Return what gives these draws in place of Hypothesis."""
        given = iter(self.drawn)

        def drawn(strategy: st.SearchStrategy[Any]) -> Any:
            for value in given:
                return value
            return simplest(strategy)

        return drawn


def itself(thing: Any) -> Any:
    """Return what is given."""
    return thing


def value_of(answer: Any) -> Any:
    """Return the value of an answer."""
    return answer.value


def complement(numbers: Exact) -> Exact:
    """Return 1 minus each number."""
    return [1 - x for x in numbers]


def complement_of_bounds(numbers: Exact) -> Exact:
    """Return 1 minus each number, in reverse order."""
    return [1 - x for x in reversed(numbers)]


def negative(numbers: Exact) -> Exact:
    """Return the numbers with their signs reversed."""
    return [-x for x in numbers]


def inverse(numbers: Exact) -> Exact:
    """Return the reciprocal of each number."""
    return [1 / x for x in numbers]


def backwards(numbers: Exact) -> Exact:
    """Return the numbers in reverse order."""
    return numbers[::-1]


@attrs.frozen(eq=False, kw_only=True, repr=False)
class Record:
    """
    A metric.

    Parameters
    ----------
    title : str
        The function's name, or what the number is.
    rows : Kind
        The kind of rows it is given.
    state : callable
        Makes of rows what adds: evidence, a table, or the answer. Shape
        ``state(rows, form)``; see `laws.made`.
    answer : callable, optional
        Makes of the state an answer. By default the state is one.
    number : callable, optional
        Reads of the answer the number that the laws are about. By default its value.
    keeps : set of str
        Laws, by name, that hold on every draw.
    breaks : dict of str to Witness
        Laws that do not hold, with rows that show it and a sentence why.
    also : dict of str to callable, optional
        Other public functions that make the very same column of the same numbers.
    turns : callable, optional
        What becomes of the number where roles are swapped. By default it stays.
    ulps : float, optional
        To how many units in the last place numbers agree. By default to the bit.
    engine : callable, optional
        Makes of a dataframe of the rows the same number.
    """

    title: str
    rows: Kind
    state: Callable[[Rows, Form], Any]
    answer: Callable[[Any], Any] = itself
    number: Callable[[Any], Any] = value_of
    keeps: AbstractSet[str] = frozenset()
    breaks: Mapping[str, Witness] = attrs.field(factory=dict)
    also: Mapping[str, Callable[..., Any]] = attrs.field(factory=dict)
    turns: Callable[[Exact], Exact] = itself
    ulps: float = 0.0
    engine: Callable[[Any], Any] | None = None

    def __repr__(self) -> str:
        """Return the title."""
        return f"<{self.title}>"

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        """Let Hypothesis print the title, and not every field."""
        printer.text(repr(self))

    def read(self, state: Any) -> Numbers:
        """Return the number of a state, or all of its numbers, as floats."""
        return flat(self.number(self.answer(state)))

    def measure(self, rows: Rows, form: Form = LISTS) -> Numbers:
        """Return the number of rows, or all of its numbers, as floats."""
        return self.read(self.state(rows, form))
