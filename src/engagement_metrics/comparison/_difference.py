"""Two estimates of one metric: their difference and their ratio."""

from __future__ import annotations

import warnings
from typing import Any, ClassVar, Literal, cast

import attrs
import numpy as np

from engagement_metrics import _text
from engagement_metrics._door import _checks
from engagement_metrics._kernels import comparison as kernel, quantiles
from engagement_metrics._typing import FloatArray
from engagement_metrics.errors import (
    InvalidArgumentError,
    InvalidTypeError,
    SmallSampleWarning,
    UnequalSpansWarning,
)
from engagement_metrics.evidence import Interval, Proportion, Rate
from engagement_metrics.evidence._result import same_evidence
from engagement_metrics.words import Status

__all__ = ["Comparison", "difference", "ratio"]

OWN = "MOVER from each one's own interval"
Method = Literal[
    "newcombe", "miettinen-nurminen", "mee", "koopman", "score", "log", "mover"
]


@attrs.frozen
class Comparison:
    """
    How the first of two estimates differs from the second.

    Made by ``difference(...)`` and ``ratio(...)``.

    Attributes
    ----------
    first, second : Proportion, Rate, Pooled, Average, AudienceRelevance or TwoWayIndex
        The evidence.
    kind : {"difference", "ratio"}
        What is taken of the two values.

    Examples
    --------
    >>> change = difference(Proportion(56, 70), Proportion(48, 80))
    >>> round(change.value, 2)
    0.2
    >>> print(change)
    +20.0 points (5.2 to 33.4; Newcombe's hybrid score, as if independent)
    """

    first: Any
    second: Any
    kind: Literal["difference", "ratio"]

    __hash__: ClassVar[None] = None  # type: ignore[assignment]

    @property
    def value(self) -> float:
        """First minus second, or first over second; NaN where one is undefined."""
        first, second = float(self.first.value), float(self.second.value)
        if self.kind == "difference":
            return first - second
        return first / second if second else float("nan")

    @property
    def status(self) -> Status:
        """Why the value exists or not."""
        for part in (self.first, self.second):
            if part.status != Status.DEFINED:
                return Status(part.status)
        if self.kind == "ratio" and self.second.value == 0:
            return Status.NO_DENOMINATOR if self.first.value else Status.NO_EXPOSURE
        return Status.DEFINED

    def interval(self, level: float = 0.95, *, method: Method | None = None) -> Any:
        """
        Return the interval of the comparison.

        Evidence of units, and indices, are compared by the intervals they have of their
        own [1]_. Single counts are compared as if independent.

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
            If the method is not one of this comparison, or *level* is out of range.
        InvalidCountsError
            If a single rate's count is weighted, so that it is not a whole number.

        Warns
        -----
        SmallSampleWarning
            For units of which fewer than 30 are effective.

        References
        ----------
        .. [1] Zou, G. Y. and Donner, A. (2008). Construction of confidence limits about
           effect measures. Statistics in Medicine 27, 1693-1702. 10.1002/sim.3095
        """
        _checks.level(level)
        parts = [part.interval(level) for part in (self.first, self.second)]
        if isinstance(self.first, Proportion | Rate):
            low, high, said = self._of_counts(level, method)
        elif method is not None:
            rule = "be left out where the evidence has an interval of its own"
            raise _checks.refusal(InvalidArgumentError, "method", rule, method)
        else:
            (low, high), said = self._of_intervals(*parts), OWN
        status = self.status
        if status == Status.DEFINED and np.isnan(low):
            reasons = [part.status for part in parts if part.status != Status.DEFINED]
            status = Status([*reasons, Status.ZERO_VARIANCE][0])  # log of a count of 0
        if status not in {Status.DEFINED, Status.NO_DENOMINATOR}:
            low, high = float("nan"), float("nan")
        return Interval(low, high, level, said, status=status)

    def _of_counts(self, level: float, method: str | None) -> tuple[float, float, str]:
        share = isinstance(self.first, Proportion)
        choices = METHODS["share" if share else "rate", self.kind]
        name = _checks.one_of(
            "method", next(iter(choices)) if method is None else method, choices
        )
        function, options, said = choices[name]
        numbers = (
            np.array([value], np.float64)
            for part in (self.first, self.second)
            for value in (part._of, part._over)
        )
        z = quantiles.normal_quantile(level)
        low, high = function(*numbers, z, **options)
        return low[0].item(), high[0].item(), f"{said}, as if independent"

    def _of_intervals(
        self, first: Interval[float], second: Interval[float]
    ) -> tuple[float, float]:
        a = np.array([self.first.value, first.low, first.high])
        b = np.array([self.second.value, second.low, second.high])
        with np.errstate(all="ignore"):
            if self.kind == "difference":
                low, high = _moved(a, b)
            elif a[0] == 0:
                low, high = 0.0, _highest(a, b)
            elif b[0] == 0:
                low, high = 1 / _highest(b, a), np.inf
            else:
                low, high = np.exp(_moved(np.log(a), np.log(b)))
        return float(low), float(high)

    def __format__(self, spec: str) -> str:
        """Return the value in a format."""
        return format(self.value, spec) if spec else str(self)

    def __str__(self) -> str:
        """Return one line a person can read."""
        if self.status != Status.DEFINED:
            return f"{_text.NONE}: {self.status}"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SmallSampleWarning)
            bounds = self.interval()
        scale, unit = 1.0, ""
        if self.kind == "difference" and self.first.terms.scale == "percent":
            scale, unit = 100.0, " points"
        sign = "+" if self.kind == "difference" else ""
        value = f"{self.value * scale:{sign},.{1 if unit else 2}f}{unit}"
        if np.isnan(bounds.low):
            return f"{value} (no interval: {bounds.status})"
        digits = 1 if unit else 2
        low, high = (f"{b * scale:,.{digits}f}" for b in (bounds.low, bounds.high))
        return f"{value} ({low} to {high}; {bounds.method})"


def _moved(a: FloatArray, b: FloatArray) -> tuple[float, float]:
    """Return bounds of a - b from value, low and high of each: MOVER (Zou 2008)."""
    below = np.hypot(a[0] - a[1], b[2] - b[0])
    above = np.hypot(a[2] - a[0], b[0] - b[1])
    return float(a[0] - b[0] - below), float(a[0] - b[0] + above)


def _highest(a: FloatArray, b: FloatArray) -> float:
    """Return the high bound of a / b where a is 0 (Donner and Zou 2012)."""
    return float(a[2] / np.sqrt(b[1] * (2 * b[0] - b[1])))


METHODS: dict[tuple[str, str], dict[str, tuple[Any, dict[str, Any], str]]] = {
    ("share", "difference"): {
        "newcombe": (kernel.newcombe, {}, "Newcombe's hybrid score"),
        "miettinen-nurminen": (
            kernel.miettinen_nurminen,
            {},
            "Miettinen and Nurminen's score",
        ),
        "mee": (kernel.miettinen_nurminen, {"corrected": False}, "Mee's score"),
    },
    ("share", "ratio"): {
        "miettinen-nurminen": (
            kernel.miettinen_nurminen_ratio,
            {},
            "Miettinen and Nurminen's score",
        ),
        "koopman": (
            kernel.miettinen_nurminen_ratio,
            {"corrected": False},
            "Koopman's score",
        ),
    },
    ("rate", "difference"): {
        "mover": (kernel.poisson_difference_mover, {}, "MOVER from Poisson score"),
    },
    ("rate", "ratio"): {
        "score": (kernel.poisson_ratio_score, {}, "Poisson score"),
        "log": (kernel.poisson_ratio_log_wald, {}, "Poisson on the log scale"),
        "mover": (kernel.poisson_ratio_mover, {}, "MOVER from Poisson score"),
    },
}


def _with_units(first: Any, second: Any) -> tuple[Any, Any]:
    """Return pooled evidence where both have units, and sums where one has none."""
    parts = (first, second)
    counts = [isinstance(part, Proportion | Rate) for part in parts]
    units = [isinstance(getattr(part, "_over", None), np.ndarray) for part in parts]
    if all(counts) and not all(units):
        return first.sum(), second.sum()
    a, b = (p.pooled() if has else p for p, has in zip(parts, units, strict=True))
    return a, b


def _compared(first: Any, second: Any, kind: Literal["difference", "ratio"]) -> Any:
    for name, part in (("a", first), ("b", second)):
        if not hasattr(part, "interval") or not hasattr(part, "metric"):
            raise _checks.refusal(InvalidTypeError, name, "be an estimate", part)
    first, second = _with_units(first, second)
    same_evidence(first, second)
    for name, part in (("a", first), ("b", second)):
        size = np.size(part.value)
        if np.ndim(part.value):
            raise _checks.refusal(
                InvalidTypeError,
                name,
                "be one estimate",
                f"{size} of them",
                advice="Take one of its groups, or sum() it",
            )
    _warn_of_spans(*(getattr(part, "span", None) for part in (first, second)))
    return Comparison(first, second, kind)


def _warn_of_spans(first: np.timedelta64 | None, second: np.timedelta64 | None) -> None:
    """Warn where two windows differ by more than a tenth of the shorter one."""
    if first is None or second is None:
        return
    if abs(first - second) * 10 > min(first, second):
        spans = (f"{s / np.timedelta64(1, 'D'):.1f}" for s in (first, second))
        message = (
            f"two-way indices over {' and '.join(spans)} days: the index rises with the"
            " length of the window. Compare equal windows"
        )
        _checks.warn(UnequalSpansWarning, message)


def difference(a: Any, b: Any, /) -> Comparison:
    """
    Return by how much one estimate exceeds another of the same metric.

    Where both have units, the error is that between units, always: columns are pooled.
    Single counts, and a column beside one, are compared as if independent, and the
    interval says so: of posts that differ as real ones do, it may cover 0.2 for 0.95.

    Parameters
    ----------
    a, b : Proportion, Rate, Pooled, Average, AudienceRelevance or TwoWayIndex
        Two estimates of the same metric in the same terms, of disjoint observations.

    Returns
    -------
    Comparison
        Its value is a - b, in the unit of the metric.

    Raises
    ------
    InvalidTypeError
        If one is no estimate, or is column-valued evidence of groups.
    IncompatibleEvidenceError
        If the two are of different metrics, terms or kinds.

    Warns
    -----
    UnequalSpansWarning
        For two-way indices over windows of different length.

    Notes
    -----
    Range: of shares -1 to 1. Antisymmetric: swapping the two turns the sign, and the
    interval with it. Proportions: Newcombe [1]_, or Miettinen and Nurminen [2]_; rates
    and evidence of units: MOVER [3]_, which keeps to each one's own bounds.

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
    >>> change.value.__round__(3)
    0.6
    >>> print(f"{change.interval():.3f}")
    0.171 to 0.809 (95 %)
    """
    return cast("Comparison", _compared(a, b, "difference"))


def ratio(a: Any, b: Any, /) -> Comparison:
    """
    Return how many times one estimate is another of the same metric.

    Where both have units, the error is that between units, always: columns are pooled.
    Single counts, and a column beside one, are compared as if independent, and the
    interval says so: of posts that differ as real ones do, it may cover 0.2 for 0.95.

    Parameters
    ----------
    a, b : Proportion, Rate, Pooled, Average, AudienceRelevance or TwoWayIndex
        Two estimates of the same metric in the same terms, of disjoint observations.

    Returns
    -------
    Comparison
        Its value is a / b.

    Raises
    ------
    InvalidTypeError
        If one is no estimate, or is column-valued evidence of groups.
    IncompatibleEvidenceError
        If the two are of different metrics, terms or kinds.

    Warns
    -----
    UnequalSpansWarning
        For two-way indices over windows of different length.

    Notes
    -----
    Range: 0 to infinity; 1 is no difference. Undefined (NaN) where b is 0, with a low
    bound still. Swapping the two inverts value and interval. Rates: the score interval
    [1]_; proportions: Miettinen and Nurminen [2]_; evidence of units: MOVER on the log
    scale [3]_, and on the plain one where a or b is 0.

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
    >>> times.value.__round__(4)
    2.11
    >>> print(f"{times.interval():.4f}")
    1.3660 to 3.2593 (95 %)
    """
    return cast("Comparison", _compared(a, b, "ratio"))
