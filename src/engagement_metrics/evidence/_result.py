"""The base class of results: value, interval and text from evidence."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any, ClassVar, Self, TypeAlias, cast

import attrs
import numpy as np

from engagement_metrics import __version__, _text
from engagement_metrics._door import _checks
from engagement_metrics._door._frozen import same
from engagement_metrics._typing import Array, FloatArray, IntArray, T
from engagement_metrics.errors import IncompatibleEvidenceError, InvalidTypeError
from engagement_metrics.evidence._interval import CENSUS, Bounds, Interval
from engagement_metrics.evidence._left_out import LeftOut, reasons_in_words
from engagement_metrics.evidence._shown import STATUSES, Shown, StatusOf
from engagement_metrics.words import Metric, Status

AVERAGED = {
    "pooled": "the ratio of sums",
    "average": "the mean of ratios",
    "median": "the median of ratios",
}
LEVEL = 0.95
MOST = 20
Known: TypeAlias = tuple[float, float | None]  # units and effective units
"""Maximum number of rows shown in a notebook."""
WIDE = 10
"""Ratio of bound to value beyond which a bound is uninformative."""


class Result(Shown[T]):
    """
    A result: an estimate, or a column of estimates, with its evidence.

    Value, interval and text are computed from the evidence. A subclass defines its
    values, status codes and bounds. A result is always true, is not hashable, and
    supports no arithmetic but ``+``: use its ``value``.

    Attributes
    ----------
    metric : Metric
        Name, formula, unit and sources.

    Examples
    --------
    >>> share = Proportion(81, 263)
    >>> share
    <Proportion 30.8 %: 81 of 263, proportion of trials>
    >>> print(share)
    proportion of trials: 30.8 % (95 %: 25.5 to 36.6 %, as if independent; 81 of 263)
    """

    __slots__ = ()

    metric: Any  # a Metric: a field in some classes, a property in others
    _joint: Any = "by"
    _landmarks: Any = ()  # of a comparison: what bounds are told apart from in text
    __array_ufunc__: ClassVar[None] = None

    # -- defined by subclasses --------------------------------------------------

    def _values(self) -> FloatArray:
        """Return the value of each row; NaN where undefined."""
        raise NotImplementedError

    def _codes(self) -> IntArray:
        """Return the status code of each row."""
        raise NotImplementedError

    def _bounds(self, level: float) -> Bounds:
        """Return the bounds of each row with their status."""
        raise NotImplementedError

    def _counted(self) -> list[str]:
        """Return the evidence of each row in words."""
        counts = np.atleast_1d(np.asarray(self.units)).tolist()
        return [_text.count(each, self.metric.unit) for each in counts]

    def _notes(self) -> list[str]:
        """Return a further remark on each row; empty if there is none."""
        return [""] * self._size()

    def _left(self) -> FloatArray | None:
        """Return the units left out of each row, as in ``Rows``."""
        return None

    def _warn(self) -> None:
        """Warn if the interval may be unreliable."""

    def _effective(self) -> FloatArray | None:
        """Return the effective number of units of each row, or None."""
        return None

    def _beside(self, other: object, argument: str) -> Result[Any]:
        """Return the estimate to compare with another result: this one, if single."""
        self._require_single(argument)
        return self

    # -- common to all ----------------------------------------------------------

    def _size(self) -> int:
        return self._values().size

    @property
    def value(self) -> T:
        """The estimate; NaN where undefined (see *status*)."""
        return self._shown(self._values())

    status: ClassVar[StatusOf] = StatusOf()

    @property
    def units(self) -> T:
        """Number of units that contributed."""
        return self._shown(np.ones(self._size(), np.int64))

    @property
    def left_out(self) -> LeftOut[T]:
        """Units left out, by reason."""
        return LeftOut.of_rows(self._left(), size=self._size(), single=self._single)

    def interval(self, level: float = LEVEL) -> Interval[T]:
        """
        Return the confidence interval of the value.

        Parameters
        ----------
        level : float, optional
            Confidence level, strictly between 0 and 1; 0.95 by default.

        Returns
        -------
        Interval
            Bounds with level and method; NaN where undefined (see its *status*).

        Raises
        ------
        InvalidTypeError
            If *level* is not a number.
        InvalidArgumentError
            If *level* is not strictly between 0 and 1.
        """
        bounds = self._bounds(_checks.level(level))
        if not self.metric.census:
            self._warn()
        made: Interval[T] = Interval.of_bounds(bounds, level, single=self._single)
        return made

    @property
    def evidence(self) -> dict[str, Any]:
        """Evidence by public argument name."""
        fields = attrs.fields(cast("Any", type(self)))
        return {each.alias: getattr(self, each.name) for each in fields if each.init}

    @classmethod
    def of_evidence(cls, parts: Mapping[str, Any]) -> Self:
        """
        Rebuild a result from ``evidence``.

        Parameters
        ----------
        parts : mapping
            The value of ``evidence``.

        Returns
        -------
        same class
            An equal result, with read-only columns.
        """
        return cls(**parts)

    _instead: Any = "Add the data it was computed from, and compute it again"

    def __add__(self, other: Any) -> Any:
        """Raise an error: by default, a result does not pool by ``+``."""
        msg = f"cannot add to a {type(self).__name__}. {self._instead}"
        raise IncompatibleEvidenceError(
            msg, argument="+", got=other, advice=self._instead
        )

    def __eq__(self, other: object) -> bool:
        """Return whether the evidence is equal; NaN equals NaN."""
        if type(other) is not type(self):
            return NotImplemented
        return same(self.evidence, cast("Result[Any]", other).evidence)

    __hash__: ClassVar[None] = None  # type: ignore[assignment]

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Array:
        """Return the values, for ``np.asarray`` and for dataframe columns."""
        return np.array(self.value, dtype)

    # -- text -------------------------------------------------------------------

    def _title(self) -> str:
        """Return the name with its denominator, such as engagement rate by reach."""
        metric, over = self.metric, self.metric.denominator.replace("_", " ")
        title = metric.title
        said = f" {self._joint} {over}"
        if over and said not in title and not title.endswith(f" {over}"):
            title += said
        return f"{title}, {metric.averaging}" if metric.averaging else title

    def _said(self, value: float) -> str:
        """Return a formatted value."""
        return _text.value(value, self.metric.scale)

    def _sentences(self) -> list[str]:
        """Return value, interval and evidence of each row in words."""
        values, codes = self._values().tolist(), self._codes().tolist()
        left = self._left()
        out = [""] * len(values)
        if left is not None:
            out = [reasons_in_words(row, self.metric) for row in left]
        between = self._between()
        counted, notes, said = self._counted(), self._notes(), list[str]()
        for row, value in enumerate(values):
            if codes[row]:
                said.append(f"{_text.NONE} ({out[row] or self._why(codes[row])})")
                continue
            parts = [between[row], counted[row], notes[row], out[row]]
            said.append(f"{self._said(value)} ({'; '.join(filter(None, parts))})")
        return said

    def _why(self, code: int) -> str:
        """Return why a value is undefined, in words."""
        return str(STATUSES[code])

    def _between(self) -> list[str]:
        """Return the bounds of each row, or why they are not printed."""
        low, high, codes, method = self._bounds(LEVEL)
        alone = ", as if independent" if "as if independent" in method else ""
        rows = zip(
            self._values().tolist(),
            low.tolist(),
            high.tolist(),
            codes.tolist(),
            self._known(),
            strict=True,
        )
        return [
            f"no interval: {self._no_interval(code)}"
            if code
            else self._within(value, first, last, known) + alone
            for value, first, last, code, known in rows
        ]

    def _no_interval(self, code: int) -> str:
        """Return why the interval is undefined, in words."""
        unit = self.metric.unit
        words = {Status.TOO_FEW_UNITS: f"too few {unit}"}
        words[Status.ZERO_VARIANCE] = f"the {unit} do not differ"
        return words.get(STATUSES[code], str(STATUSES[code]))

    def _within(self, value: float, low: float, high: float, known: Known) -> str:
        """Return the bounds, the informative one-sided bound, or why there is none."""
        if self.metric.census and low == high:
            return CENSUS
        if why := self._too_wide(value, low, high, known):
            return f"{why} for a useful interval"
        scale, level = self.metric.scale, f"{100 * LEVEL:g} %: "
        if value == low == 0.0 < high:
            return f"{level}at most {_text.value(high, scale)}"
        if value == high == 1.0 > low and scale == "percent" and self._joint == "of":
            return f"{level}at least {_text.value(low, scale)}"
        beside = (value, *self._landmarks) if self._landmarks else ()
        return level + _text.bounds(low, high, scale, beside)

    def _known(self) -> list[Known]:
        """Return the units of each row, and the effective units where it has any."""
        effective, units = self._effective(), np.atleast_1d(np.asarray(self.units))
        listed = [None] * units.size if effective is None else effective.tolist()
        return list(zip(units.tolist(), listed, strict=True))

    def _too_wide(self, value: float, low: float, high: float, known: Known) -> str:
        """Return why bounds are uninformative: few units, few events, or uneven."""
        units, effective = known
        if effective is None:
            return ""
        if units < 3:
            return f"too few {self.metric.unit}"
        if value > 0 and not (value / WIDE <= low and high <= value * WIDE):
            return "too few events" if value * WIDE < high else "too uneven"
        return ""

    def __str__(self) -> str:
        """Return a self-contained line of text."""
        if self._single:
            return f"{self._title()}: {self._sentences()[0]}"
        return f"{_text.count(self._size(), self.metric.unit)}: {self._whole()}"

    def _whole(self) -> object:
        """Return the estimate that represents a column in one line."""
        return "; ".join([self._title(), *map(self._said, self._values().tolist())])

    def __format__(self, spec: str) -> str:
        """Return the formatted value, or the formatted values of a column."""
        if not spec:
            return str(self)
        return "; ".join([format(v, spec) for v in self._values().tolist()])

    def __repr__(self) -> str:
        """Return class, value and name, in one line."""
        kind, title = type(self).__name__, _text.short(self._title(), 70)
        values = [self._said(v) for v in self._values()[:4].tolist()]
        if self._single:
            counted = _text.short(self._counted()[0], 40)
            return f"<{kind} {values[0]}: {counted}, {title}>"
        rows = _text.count(self._size(), self.metric.unit)
        more = ["…"] if self._size() > len(values) else []
        said = f": {', '.join([*values, *more])}" if values else ""
        return f"<{kind} of {rows}{said}, {title}>"

    def describe(self) -> str:
        """
        Return a paragraph for a methods section.

        Returns
        -------
        str
            Name, value, interval, method, formula, evidence, units left out, source,
            and the version of this library.
        """
        metric = self.metric
        how = AVERAGED.get(metric.averaging, "")
        said = [f"{str(self)[:1].upper()}{str(self)[1:]}."]
        over = f", {how} over {metric.unit}" if how else ""
        said.append(f"Definition: {metric.formula}{over}.")
        if bounds := self._method():
            some = not bounds.startswith("none") and bounds != CENSUS
            level = f", at a level of {100 * LEVEL:g} %" if some else ""
            said.append(f"Interval: {bounds}{level}.")
        sources = "; ".join(map(str, metric.sources)) or "our definition"
        said.append(f"Source: {sources}.")
        said.append(f"Computed with engagement-metrics {__version__}.")
        return " ".join(said)

    def _method(self) -> str:
        return self._bounds(LEVEL).method.replace("none: ", "none; ")

    def _names(self) -> list[str]:
        """Return the row names of a table."""
        rows = self._size()
        return [self._title()] if self._single else list(map(str, range(rows)))

    def _repr_html_(self) -> str:
        """Return an HTML table for a notebook, with intervals as bars."""
        rows = min(self._size(), MOST)
        shown: Any = self if self._size() <= MOST else self._first(MOST)
        names, values = self._names()[:rows], shown._values().tolist()
        low, high, codes, _ = shown._bounds(LEVEL)
        between, counted = shown._between(), shown._counted()
        left, undefined = shown._left(), shown._codes().tolist()
        hidden = [
            bool(code or shown._too_wide(value, first, last, known))
            for value, first, last, code, known in zip(
                values,
                low.tolist(),
                high.tolist(),
                codes.tolist(),
                shown._known(),
                strict=True,
            )
        ]
        ends = [v for v in (*high[~np.array(hidden, np.bool_)], *values) if v < np.inf]
        top = max(ends, default=0.0) or 1.0
        body = list[str]()
        for row in range(rows):
            out = "" if left is None else reasons_in_words(left[row], self.metric)
            bar = "" if hidden[row] else _bar(values[row], low[row], high[row], top)
            inside = shown._why(undefined[row]) if undefined[row] else between[row]
            cells = (names[row], shown._said(values[row]), inside, None, counted[row])
            made = [bar if c is None else escape(str(c)) for c in (*cells, out)]
            body.append("<tr><td>" + "</td><td>".join(made) + "</td></tr>")
        heads = ("", "value", "interval", "", "rests on", "left out")
        head = "".join(f"<th>{each}</th>" for each in heads)
        more = self._size() - rows
        note = f"<p>and {more:,} more</p>" if more else ""
        title = "" if self._single else f"<caption>{escape(self._title())}</caption>"
        body_text = "".join(body)
        return (
            f'<table style="{TABLE}">{title}<thead><tr>{head}</tr></thead>'
            f"<tbody>{body_text}</tbody></table>{note}"
        )

    def _first(self, rows: int) -> Any:
        """Return the first rows of a column."""
        return cast("Any", self)[:rows]

    def _require_single(self, argument: str) -> None:
        if not self._single:
            shown, advice = f"{self._size()} of them", "Take one of them, or sum() it"
            raise _checks.refusal(
                InvalidTypeError,
                argument,
                "be one estimate",
                self,
                shown=shown,
                advice=advice,
            )


class Scalar(Result[float]):
    """A result that is always a single number."""

    __slots__ = ()

    @property
    def _single(self) -> bool:
        return True

    def _size(self) -> int:
        return 1


TABLE = "color: inherit; background: none; text-align: left; border-spacing: .8em .1em"


def _bar(value: float, low: float, high: float, top: float) -> str:
    """Return an interval as SVG: a line for the bounds, a dot for the value."""
    ends = [100 * max(0.0, min(each / top, 1.0)) for each in (low, high, value)]
    if not all(map(np.isfinite, ends)) or low < 0:  # the bar begins at 0
        return ""
    first, last, dot = (f"{1 + 0.98 * each:.1f}" for each in ends)
    return (
        '<svg width="110" height="12" viewBox="0 0 100 10" role="img"'
        ' aria-hidden="true"><line x1="0" y1="5" x2="100" y2="5" stroke="currentColor"'
        f' opacity="0.2"/><line x1="{first}" y1="5" x2="{last}" y2="5"'
        ' stroke="currentColor" stroke-width="2"/>'
        f'<circle cx="{dot}" cy="5" r="3" fill="currentColor"/></svg>'
    )


def combinable(first: Any, second: Any, verb: str = "add") -> bool:
    """
    Return whether the second is a result; reject one that cannot be pooled.

    Evidence pools with evidence of the same class and metric, and a column with a
    column of the same length.
    """
    if not hasattr(second, "evidence") or not hasattr(second, "metric"):
        return False
    ours, others = first.metric, second.metric
    if ours.name != others.name:
        raise _incompatible(verb, repr(others.name), repr(ours.name), others)
    if ours != others:
        raise _incompatible(verb, _in_full(others), _in_full(ours), others)
    if type(first) is not type(second):
        kinds = [f"{ours.name!r} as {type(each).__name__}" for each in (second, first)]
        raise _incompatible(verb, kinds[0], kinds[1], second)
    return True


def _in_full(metric: Metric) -> str:
    census = "census" if metric.census else ""
    parts = (metric.formula, metric.unit, metric.scale, metric.averaging, census)
    return f"{metric.name!r} ({', '.join(filter(None, parts))})"


def _incompatible(
    verb: str, others: str, ours: str, got: object
) -> IncompatibleEvidenceError:
    join = {"add": "to", "compare": "with"}[verb]
    msg = f"cannot {verb} evidence of {others} {join} evidence of {ours}"
    return IncompatibleEvidenceError(msg, argument="+", got=got)


def same_shape(first: Any, second: Any) -> None:
    """Raise an error for a number and a column, or columns of unequal length."""
    if first._single != second._single:
        msg = "a single estimate does not add to a column of them: sum() it first"
        raise InvalidTypeError(msg, argument="+")
    if first._size() != second._size():
        sizes = {"the first": range(first._size()), "the second": range(second._size())}
        _checks.same_lengths(**sizes)
