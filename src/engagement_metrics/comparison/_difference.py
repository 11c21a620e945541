"""Two estimates of one metric: their difference and their ratio."""

from __future__ import annotations

import functools
from typing import Any, Literal, cast, final, overload

import attrs
import numpy as np

from engagement_metrics._door import _checks
from engagement_metrics._kernels import comparison as kernel, quantiles, ratios
from engagement_metrics._typing import FloatArray, ToScalar
from engagement_metrics.comparison._contrast import Contrast, checked_margin
from engagement_metrics.comparison._paired import PairedComparison, pair
from engagement_metrics.errors import (
    InvalidArgumentError,
    InvalidTypeError,
    UnequalSpansWarning,
)
from engagement_metrics.evidence import Interval, Result
from engagement_metrics.evidence._interval import Bounds
from engagement_metrics.evidence._result import LEVEL, Known, combinable
from engagement_metrics.evidence._shown import codes_of
from engagement_metrics.words import Status

OWN, ALONE = "MOVER from each one's own interval", ", as if independent"
SCORE, FROM_SCORE = "Miettinen and Nurminen's score", "MOVER from Poisson score"
Method = Literal[
    "newcombe", "miettinen-nurminen", "mee", "koopman", "score", "log", "mover"
]
MEE = functools.partial(kernel.miettinen_nurminen, corrected=False)
KOOPMAN = functools.partial(kernel.miettinen_nurminen_ratio, corrected=False)
METHODS: dict[tuple[str, str], dict[str, tuple[Any, str]]] = {
    ("share", "difference"): {
        "newcombe": (kernel.newcombe, "Newcombe's hybrid score"),
        "miettinen-nurminen": (kernel.miettinen_nurminen, SCORE),
        "mee": (MEE, "Mee's score"),
    },
    ("share", "ratio"): {
        "miettinen-nurminen": (kernel.miettinen_nurminen_ratio, SCORE),
        "koopman": (KOOPMAN, "Koopman's score"),
    },
    ("rate", "difference"): {"mover": (kernel.poisson_difference_mover, FROM_SCORE)},
    ("rate", "ratio"): {
        "score": (kernel.poisson_ratio_score, "Poisson score"),
        "log": (kernel.poisson_ratio_log_wald, "Poisson on the log scale"),
        "mover": (kernel.poisson_ratio_mover, FROM_SCORE),
    },
}
"""The methods for single counts, by kind of count; the first is the default."""


@final
@attrs.frozen(eq=False, repr=False, getstate_setstate=False)
class Comparison(Contrast):
    """
    The difference, or the ratio, of two estimates of one metric.

    Made by ``difference(...)`` and ``ratio(...)``. It does not add: pool each side, and
    compare the sums.

    Attributes
    ----------
    first, second : Proportion, Rate, Pooled or any other answer with an interval
        The two estimates.
    kind : {"difference", "ratio"}
        Which of the two it is.

    Examples
    --------
    >>> change = difference(Proportion(56, 70), Proportion(48, 80))
    >>> round(change.value, 2)
    0.2
    >>> change
    <Comparison +20.0 points: 56 of 70 against 48 of 80, difference of proportion of
    trials>
    """

    first: Result[Any]
    second: Result[Any]
    kind: Literal["difference", "ratio"]
    margin: float | None = None

    @property
    def _sides(self) -> tuple[Result[Any], Result[Any]]:
        return self.first, self.second

    @property
    def units(self) -> int:
        """Units of both estimates together."""
        return cast("int", self.first.units + self.second.units)

    def _bounds(self, level: float) -> Bounds:
        return self._bounds_by(level, None)

    def _bounds_by(self, level: float, method: str | None) -> Bounds:
        own = self.first._bounds(level), self.second._bounds(level)
        reasons = np.where(own[0].codes, own[0].codes, own[1].codes)
        census = self.first.metric.census
        if (counts := getattr(self.first, "_kind", "")) and not census:
            low, high, said = self._of_counts(counts, level, method)
            unknown = reasons != ratios.DEFINED  # weighted counts are not independent
        elif method is not None:
            rule = "be left out where the evidence has an interval of its own"
            raise _checks.refusal(InvalidArgumentError, "method", rule, method)
        else:
            low, high, said = self._of_intervals(*own)
            unknown = np.isnan(low) | np.isnan(high)
        codes = self._codes()
        unknown = (unknown | np.isnan(low)) & (codes == ratios.DEFINED)
        none = np.where(reasons, reasons, codes_of(Status.ZERO_VARIANCE))
        codes = np.where(unknown, none, codes)  # no other reason: the log of a count 0
        known = (codes == ratios.DEFINED) | (codes == ratios.NO_DENOMINATOR)
        low, high = np.where(known, low, np.nan), np.where(known, high, np.nan)
        return Bounds(low, high, codes, said)

    def _of_counts(
        self, counts: str, level: float, method: str | None
    ) -> tuple[FloatArray, FloatArray, str]:
        choices = METHODS[counts, self.kind]
        default = next(iter(choices))
        name = _checks.one_of("method", default if method is None else method, choices)
        function, said = choices[name]
        a, b = cast("Any", self.first)._rows, cast("Any", self.second)._rows
        z = quantiles.normal_quantile(level)
        low, high = function(a.y, a.x, b.y, b.x, z)
        return low, high, said + ALONE

    def _of_intervals(
        self, first: Bounds, second: Bounds
    ) -> tuple[FloatArray, FloatArray, str]:
        move = kernel.moved if self.kind == "difference" else kernel.moved_ratio
        a, b = self.first._values(), self.second._values()
        low, high = move(a, first[:2], b, second[:2])
        alone = any(ALONE in part.method for part in (first, second))
        return low, high, OWN + ALONE if alone else OWN

    def interval(
        self, level: float = LEVEL, *, method: Method | None = None
    ) -> Interval[float]:
        """
        Return the interval of the comparison.

        Evidence of units, and indices, are compared by their own intervals [1]_. Single
        counts are compared as if independent.

        Parameters
        ----------
        level : float, optional
            Confidence level, strictly between 0 and 1; 0.95 by default.
        method : str, optional
            Of single counts only. A difference of proportions: "newcombe" (the
            default), "miettinen-nurminen" or "mee"; a ratio of them
            "miettinen-nurminen" (the default) or "koopman". A difference of rates:
            "mover"; a ratio of them "score" (the default), "log" or "mover".

        Returns
        -------
        Interval
            Of floats. NaN bounds where there is none; its *status* says why.

        Raises
        ------
        InvalidArgumentError
            If *method* does not apply to this comparison, or *level* is out of range.
        InvalidCountsError
            If the count of a single rate is weighted, or not a whole number.

        Warns
        -----
        SmallSampleWarning
            If fewer than 30 units are effective.

        References
        ----------
        .. [1] Zou, G. Y. and Donner, A. (2008). Construction of confidence limits about
           effect measures. Statistics in Medicine 27, 1693-1702. 10.1002/sim.3095
        """
        for part in (self.first, self.second):
            part.interval(level)  # refuses weighted counts, and warns of few units
        bounds = self._bounds_by(_checks.level(level), method)
        made: Interval[float] = Interval.of_bounds(bounds, level, single=True)
        return made

    def _notes(self) -> list[str]:
        return [self._method().removesuffix(ALONE)]

    def _too_wide(self, value: float, low: float, high: float, known: Known) -> str:
        parts = (self.first, self.second)  # whether units are few, however wide
        first, second = (p._too_wide(0.0, 0.0, 0.0, p._known()[0]) for p in parts)
        return first or second


def _compared(
    first: Any,
    second: Any,
    kind: Literal["difference", "ratio"],
    paired: bool,
    margin: object = None,
) -> Any:
    for name, part in (("a", first), ("b", second)):
        if not hasattr(part, "_bounds") or isinstance(part, Contrast):
            raise _checks.refusal(InvalidTypeError, name, "be an estimate", part)
    within = checked_margin(margin)
    _warn_of_spans(getattr(first, "span", None), getattr(second, "span", None))
    if _checks.yes_or_no("paired", paired):
        return pair(first, second, kind, within)
    a, b = first._beside(second, "a"), second._beside(first, "b")
    combinable(a, b, "compare")
    return Comparison(a, b, kind, within)


def _warn_of_spans(first: np.timedelta64 | None, second: np.timedelta64 | None) -> None:
    """Warn where two windows differ by more than a tenth of the shorter one."""
    if first is None or second is None:
        return
    if abs(first - second) * 10 > min(first, second):
        spans = (f"{s / np.timedelta64(1, 'D'):.1f}" for s in (first, second))
        message = (
            f"two-way indices over {' and '.join(spans)} days: the index rises with the"
            " length of the window. Compare windows of equal length"
        )
        _checks.warn(UnequalSpansWarning, message)


@overload
def difference(
    a: Result[Any],
    b: Result[Any],
    *,
    paired: Literal[False] = ...,
    margin: ToScalar = ...,
) -> Comparison: ...
@overload
def difference(
    a: Result[Any], b: Result[Any], *, paired: Literal[True], margin: ToScalar = ...
) -> PairedComparison: ...
def difference(
    a: Result[Any], b: Result[Any], *, paired: bool = False, margin: Any = None
) -> Comparison | PairedComparison:
    """
    Return the difference of two estimates of the same metric.

    Where both have units, columns are pooled and the error is that between units.
    Single counts, and a column beside a single count, are compared as if independent,
    and the interval says so: for real posts its coverage may be 0.2 instead of 0.95.

    Parameters
    ----------
    a, b : Proportion, Rate, Pooled, Average or any other answer with an interval
        Two estimates of the same metric, with the same numerator, denominator, unit and
        averaging, from disjoint observations; paired, from the same units.
    paired : bool, optional
        Whether both sides are of the same units, such as accounts before and after:
        rows in the same order, groups by label, or two-way indices of an account by
        partner. A label on one side only counts as nothing on the other, and is said.
    margin : float, optional
        A difference that would not matter, in the unit of the metric (0.02 is two
        points): says whether the two are shown to be equivalent within it.

    Returns
    -------
    Comparison or PairedComparison
        Its value is a - b, in the unit of the metric.

    Raises
    ------
    InvalidTypeError
        If *a* or *b* is not an estimate, or is a column of groups; paired, if it does
        not hold its units.
    InvalidArgumentError
        Paired, if rows differ in length or no label is on both sides.
    IncompatibleEvidenceError
        If the two are of different metrics or kinds.

    Warns
    -----
    UnequalSpansWarning
        If two-way indices are of windows that differ in length.

    Notes
    -----
    Range: -1 to 1 for shares. Undefined (NaN) where *a* or *b* is, or is a time that
    was not reached (the print says which). Swapping *a* and *b*
    turns the sign of the value and of the bounds. Interval of proportions: Newcombe
    [1]_, or Miettinen and Nurminen [2]_; of rates and of evidence with units: MOVER
    [3]_, from the bounds of each. Paired: Student's t of the linearised difference of
    each unit, with Kish's effective units; our definition. Equivalence: two one-sided
    tests of 5 %, the 90 % interval within the margin.

    References
    ----------
    .. [1] Newcombe, R. G. (1998). Interval estimation for the difference between
       independent proportions. Statistics in Medicine 17, 873-890.
    .. [2] Miettinen, O. and Nurminen, M. (1985). Comparative analysis of two rates.
       Statistics in Medicine 4, 213-226. As commonly stated; original not consulted.
    .. [3] Zou, G. Y. and Donner, A. (2008). Construction of confidence limits about
       effect measures. Statistics in Medicine 27, 1693-1702. 10.1002/sim.3095

    Examples
    --------
    >>> change = difference(Proportion(9, 10), Proportion(3, 10))
    >>> round(change.value, 3)
    0.6
    >>> print(f"{change.interval():.3f}")
    0.171 to 0.809 (95 %)
    >>> print(change)
    difference of proportion of trials: +60.0 points (95 %: 17.1 to 80.9 points; 0 is
    outside, as if independent; 9 of 10 against 3 of 10; Newcombe's hybrid score)
    """
    made: Comparison = _compared(a, b, "difference", paired, margin)
    return made


@overload
def ratio(
    a: Result[Any], b: Result[Any], *, paired: Literal[False] = ...
) -> Comparison: ...
@overload
def ratio(
    a: Result[Any], b: Result[Any], *, paired: Literal[True]
) -> PairedComparison: ...
def ratio(
    a: Result[Any], b: Result[Any], *, paired: bool = False
) -> Comparison | PairedComparison:
    """
    Return the ratio of two estimates of the same metric.

    A lift is such a ratio: the rate of one set of posts over the rate of another. Where
    both have units, columns are pooled and the error is that between units. Single
    counts, and a column beside a single count, are compared as if independent, and the
    interval says so: for real posts its coverage may be 0.2 instead of 0.95.

    Parameters
    ----------
    a, b : Proportion, Rate, Pooled, Average or any other answer with an interval
        Two estimates of the same metric, with the same numerator, denominator, unit and
        averaging, from disjoint observations; paired, from the same units.
    paired : bool, optional
        Whether both sides are of the same units, such as accounts before and after:
        rows in the same order, groups by label, or two-way indices of an account by
        partner. A label on one side only counts as nothing on the other, and is said.

    Returns
    -------
    Comparison or PairedComparison
        Its value is a / b.

    Raises
    ------
    InvalidTypeError
        If *a* or *b* is not an estimate, or is a column of groups; paired, if it does
        not hold its units.
    InvalidArgumentError
        Paired, if rows differ in length or no label is on both sides.
    IncompatibleEvidenceError
        If the two are of different metrics or kinds.

    Warns
    -----
    UnequalSpansWarning
        If two-way indices are of windows that differ in length.

    Notes
    -----
    Range: 0 to infinity; 1 means no difference. Undefined (NaN) where *b* is 0, or
    *a* or *b* is a time that was not reached; where *b* is 0 the low
    bound is still defined. Swapping *a* and *b* inverts the value and the bounds.
    Interval of rates: the score interval [1]_; of proportions: Miettinen and Nurminen
    [2]_; of evidence with units: MOVER on the log scale [3]_, and on the plain scale
    where *a* or *b* is 0; paired: Student's t of the linearised logarithm. A ratio of
    two sets of posts is not an effect: good posts get shared. Compare like with like,
    or use ``mix_and_rate_effects`` by stratum.

    Also known as: lift, rate ratio, relative risk.

    References
    ----------
    .. [1] Gu, K., Ng, H. K. T., Tang, M. L. and Schucany, W. R. (2008). Testing the
       ratio of two Poisson rates. Biometrical Journal 50, 283-298.
       10.1002/bimj.200710403
    .. [2] Miettinen, O. and Nurminen, M. (1985). Comparative analysis of two rates.
       Statistics in Medicine 4, 213-226. As commonly stated; original not consulted.
    .. [3] Zou, G. Y. and Donner, A. (2008). Construction of confidence limits about
       effect measures. Statistics in Medicine 27, 1693-1702. 10.1002/sim.3095

    Examples
    --------
    >>> times = ratio(Rate(60, 51477.5), Rate(30, 54308.7))
    >>> round(times.value, 4)
    2.11
    >>> print(f"{times.interval():.4f}")
    1.3660 to 3.2593 (95 %)
    """
    made: Comparison = _compared(a, b, "ratio", paired)
    return made
