"""What a changed feed does to followers: a jump of level and a bend of slope."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar, cast

import attrs
import numpy as np

from engagement_metrics import _text
from engagement_metrics._door import _checks
from engagement_metrics._kernels import quantiles, series
from engagement_metrics._typing import BoolArray, FloatArray
from engagement_metrics.errors import InvalidArgumentError, InvalidTypeError
from engagement_metrics.evidence import Interval, Rate
from engagement_metrics.relevance._followers import churn_rate
from engagement_metrics.relevance._step import ChurnStep, churn_step
from engagement_metrics.tables import Days
from engagement_metrics.words import Status

__all__ = ["ChangedFeedEffect", "changed_feed_effect"]

EACH_SIDE = 8
ROUNDING = 1e-12


@attrs.frozen(kw_only=True)
class ChangedFeedEffect:
    """
    How the rate of leaving jumped and bent when the feed changed.

    Made by ``changed_feed_effect(...)``. It does not add: add the days.

    Attributes
    ----------
    before, after : Rate
        Followers lost per follower and day, on each side.
    expected : float
        The rate at the change, had the days before gone on.
    trend : float
        Slope before the change, per day.
    level_change : float
        Jump of the rate at the change itself.
    slope_change : float
        Change of its slope, per day.
    level_error, slope_error : float
        Standard errors of the two, robust to days that resemble their neighbours.
    lag : int
        Days that the errors take to resemble each other.
    days : int
        Days that were used.
    left_out : int
        Days without followers or with a part missing.
    controlled : bool
        Whether a control account was subtracted; then all but *before* and *after* are
        of the difference.

    Notes
    -----
    ``value`` is the jump of the level.

    Examples
    --------
    >>> days = Days.of(
    ...     date=[date(2025, 5, day) for day in range(1, 17)],
    ...     followers=[1000] * 16,
    ...     unfollows=[2, 1, 2, 1, 2, 1, 2, 1, 8, 7, 8, 7, 8, 7, 8, 7],
    ... )
    >>> effect = changed_feed_effect(days, date(2025, 5, 9))
    >>> print(f"{effect.level_change:.4f}")
    0.0064
    >>> abs(effect.slope_change) < 1e-12
    True
    """

    before: Rate[float]
    after: Rate[float]
    expected: float
    trend: float
    level_change: float
    slope_change: float
    level_error: float
    slope_error: float
    lag: int
    days: int
    left_out: int
    controlled: bool

    __hash__: ClassVar[None] = None  # type: ignore[assignment]

    @property
    def value(self) -> float:
        """Jump of the rate of leaving at the change, per follower and day."""
        return self.level_change

    @property
    def status(self) -> Status:
        """Why the value exists; too short a series is refused before."""
        return Status.DEFINED

    @property
    def step(self) -> ChurnStep:
        """The two sides compared without a trend."""
        return churn_step(self.before, self.after)

    def interval(self, level: float = 0.95) -> Interval[float]:
        """
        Return the interval of the jump.

        Parameters
        ----------
        level : float, optional
            Confidence level, strictly between 0 and 1; 0.95 by default.

        Returns
        -------
        Interval
            NaN bounds where the series has no scatter; its *status* says so.
        """
        return self._interval(self.level_change, self.level_error, level)

    def slope_interval(self, level: float = 0.95) -> Interval[float]:
        """
        Return the interval of the change of the slope.

        Parameters
        ----------
        level : float, optional
            Confidence level, strictly between 0 and 1; 0.95 by default.

        Returns
        -------
        Interval
            NaN bounds where the series has no scatter; its *status* says so.
        """
        return self._interval(self.slope_change, self.slope_error, level)

    def _interval(self, value: float, error: float, level: float) -> Interval[float]:
        t = quantiles.student_t_quantile(
            _checks.level(level), np.array([self.days - 4])
        )
        method = f"Newey and West's error with {self.lag} lags, Student's t"
        scale = max(map(abs, (self.expected, self.level_change, self.before.value)))
        if error <= ROUNDING * scale:
            nan, status = float("nan"), Status.ZERO_VARIANCE
            return Interval(nan, nan, level, method, status=status)
        reach = t.item() * error
        return Interval(value - reach, value + reach, level, method)

    def __format__(self, spec: str) -> str:
        """Return the jump of the level in a format."""
        return format(self.value, spec) if spec else str(self)

    def __str__(self) -> str:
        """Return one line a person can read."""
        jump = _signed(self.level_change, self.interval())
        bend = _signed(self.slope_change, self.slope_interval())
        notes = [_text.count(self.days, "days"), f"{self.left_out} left out"]
        notes = notes if self.left_out else notes[:1]
        notes += ["against a control"] if self.controlled else []
        return (
            f"level {jump} of the followers a day, slope {bend} a day; "
            f"expected {_text.value(self.expected)} ({', '.join(notes)})"
        )


def _signed(change: float, interval: Interval[float]) -> str:
    change = change if abs(change) > ROUNDING else 0.0
    sign = "+" if change >= 0 else ""
    said = f"no interval: {interval.status}"
    if interval.status == Status.DEFINED:
        said = _text.bounds(interval.low, interval.high)
    return f"{sign}{_text.value(change)} ({said})"


def changed_feed_effect(
    days: Days,
    when: date | np.datetime64,
    *,
    control: Days | None = None,
    lag: int | None = None,
) -> ChangedFeedEffect:
    r"""
    Return what a changed feed did to the rate at which followers leave.

    A segmented regression of unfollows per follower and day: how far the rate jumped on
    the day of the change from where it was heading, and how much its slope bent. A
    control account that did not change takes out what happened to everybody.

    .. math:: y_t = \beta_0 + \beta_1 (t - t_0) + \beta_2 D_t + \beta_3 (t - t_0) D_t

    Parameters
    ----------
    days : Days
        The account's days, with followers and unfollows.
    when : datetime.date or datetime64
        The first day of the changed feed.
    control : Days, optional
        Days of an account that did not change; only days that both have are used.
    lag : int, optional
        Days that the errors take to resemble each other; by default the whole part of
        4 (n/100)^(2/9).

    Returns
    -------
    ChangedFeedEffect
        Level and slope with intervals, and the rates of both sides.

    Raises
    ------
    InvalidTypeError
        If an argument is of the wrong kind.
    InvalidArgumentError
        If there are fewer than 8 days with followers and unfollows on a side, or a
        table lacks one of the two columns.

    See Also
    --------
    churn_step : For fewer days: the exact test of a step.

    Notes
    -----
    Range: any number, per follower and day; below 0 fewer leave. A day without
    followers, or with a part missing, is left out and counted. It does not pool: append
    the days. The jump is at the change itself, D and slope being counted from there;
    a formula with t for t - t0 has another number under the same name [2]_. Errors of
    Newey and West [1]_, because today's leavers resemble yesterday's; Student's t with
    four degrees of freedom less than days. With *control* the regression is of the
    difference of both rates. Also known as interrupted time series. Pitfall: whatever
    else happened on that day is in it, which is what the control is for.

    References
    ----------
    .. [1] Newey, W. K. and West, K. D. (1987). A simple, positive semi-definite,
       heteroskedasticity and autocorrelation consistent covariance matrix. Econometrica
       55, 703-708. 10.2307/1913610. As commonly stated; original not consulted.
    .. [2] Two ways to write segmented regression (2024). BMC Medical Research
       Methodology. https://tomesphere.com/paper/PMC10925407

    Examples
    --------
    >>> days = Days.of(
    ...     date=[date(2025, 5, day) for day in range(1, 17)],
    ...     followers=[1000] * 16,
    ...     unfollows=[2, 1, 2, 1, 2, 1, 2, 1, 8, 7, 8, 7, 8, 7, 8, 7],
    ... )
    >>> effect = changed_feed_effect(days, date(2025, 5, 9))
    >>> effect.before.value, effect.after.value
    (0.0015, 0.0075)
    >>> round(effect.level_change, 4)
    0.0064
    """
    change, lag = _day(when), _lag(lag)
    rows = _leaving("days", days)
    other = None
    if control is not None:
        theirs = _leaving("control", control)
        _, ours, same = np.intersect1d(rows.date, theirs.date, return_indices=True)
        rows, theirs = rows[ours], theirs[same]
        other = _rates(theirs)
    since = rows.date >= change
    sides = int((~since).sum()), int(since.sum())
    if min(sides) < EACH_SIDE:
        raise _checks.refusal(
            InvalidArgumentError,
            "days",
            f"hold at least {EACH_SIDE} days with followers and unfollows before when"
            f" and {EACH_SIDE} from it on",
            sides,
            shown=f"{sides[0]} and {sides[1]}",
            advice="For fewer use churn_step()",
        )
    times = (rows.date - change).astype(np.float64)
    fitted = series.segmented_regression(
        times, _rates(rows), 0.0, control=other, lag=lag
    )
    expected, trend, level_change, slope_change = fitted.coefficients.tolist()
    variances = np.diag(fitted.covariance)
    _, _, level_error, slope_error = np.sqrt(np.maximum(variances, 0)).tolist()
    return ChangedFeedEffect(
        before=_side(rows, ~since),
        after=_side(rows, since),
        expected=expected,
        trend=trend,
        level_change=level_change,
        slope_change=slope_change,
        level_error=level_error,
        slope_error=slope_error,
        lag=fitted.lag,
        days=len(rows),
        left_out=len(days) - len(rows),
        controlled=control is not None,
    )


def _leaving(argument: str, days: object) -> Days:
    """Return the days that have followers and unfollows, in order."""
    if not isinstance(days, Days):
        raise _checks.refusal(InvalidTypeError, argument, "be Days", days)
    for name in ("followers", "unfollows"):
        if getattr(days, name) is None:
            rule = f"have {name}"
            raise _checks.refusal(InvalidArgumentError, argument, rule, None)
    columns = cast("tuple[FloatArray, FloatArray]", (days.followers, days.unfollows))
    followers, unfollows = columns
    order = np.argsort(days.date)
    known = (followers > 0) & ~np.isnan(unfollows)
    return days[order[known[order]]]


def _rates(days: Any) -> FloatArray:
    return cast("FloatArray", days.unfollows / days.followers)


def _side(days: Any, rows: BoolArray) -> Rate[float]:
    left, followers = (
        float(column[rows].sum()) for column in (days.unfollows, days.followers)
    )
    return churn_rate(left, followers)


def _day(when: object) -> Any:
    if not isinstance(when, date | np.datetime64) or isinstance(when, datetime):
        advice = "Use datetime.date, or datetime64[D]"
        raise _checks.refusal(
            InvalidTypeError, "when", "be a date", when, advice=advice
        )
    return cast("Any", np.array(when, "datetime64[D]")[()])


def _lag(lag: object) -> int | None:
    if lag is None:
        return None
    if isinstance(lag, bool) or not isinstance(lag, int):
        raise _checks.refusal(InvalidTypeError, "lag", "be a whole number", lag)
    if lag < 0:
        raise _checks.refusal(InvalidArgumentError, "lag", "not be negative", lag)
    return lag
