"""Level and slope change of the churn rate when a feed changed."""

from __future__ import annotations

from datetime import date

import attrs
import numpy as np

from engagement_metrics import _text
from engagement_metrics._door import _checks
from engagement_metrics._kernels import quantiles, series
from engagement_metrics._typing import FloatArray, IntArray, TimeArray
from engagement_metrics.errors import InvalidArgumentError
from engagement_metrics.evidence import Interval, Rate
from engagement_metrics.evidence._interval import Bounds
from engagement_metrics.evidence._result import LEVEL, Scalar
from engagement_metrics.evidence._shown import codes_of
from engagement_metrics.relevance._churn import ChurnRateRatio
from engagement_metrics.relevance._followers import CHURN, churn_by_day, first_day
from engagement_metrics.tables import Days
from engagement_metrics.words import Metric, Source, Status

EACH_SIDE = 8
ROUNDING = 1e-12
SEGMENTED = Source(
    "BMC Medical Research Methodology",
    2024,
    "Two ways to write segmented regression",
    "https://tomesphere.com/paper/PMC10925407",
)
EFFECT = Metric(
    "changed_feed_effect",
    "level change of unfollows per follower and day",
    unit="days",
    sources=(SEGMENTED,),
)


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class ChangedFeedEffect(Scalar):
    """
    Level and slope change of the churn rate when the feed changed.

    Made by ``changed_feed_effect(...)``. The value is the level change. It does not
    add: append the days.

    Attributes
    ----------
    before, after : Rate
        Unfollows per follower and day, on each side of the change.
    expected : float
        The rate on the day of the change that the days before lead to.
    trend : float
        Slope before the change, per day.
    level_change : float
        Level change on the day of the change.
    slope_change : float
        Slope change, per day.
    level_error, slope_error : float
        Standard errors of the two, robust to days that resemble their neighbours.
    lag : int
        Lag in days up to which the errors take days to resemble each other.
    controlled : bool
        Whether a control account was subtracted; then all but *before* and *after* are
        of the difference.

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
    controlled: bool

    metric = EFFECT

    def _values(self) -> FloatArray:
        return np.array([self.level_change])

    def _codes(self) -> IntArray:
        return codes_of(Status.DEFINED)  # too short a series is refused

    @property
    def rate_ratio(self) -> ChurnRateRatio:
        """The two sides compared without a trend."""
        return ChurnRateRatio(before=self.before, after=self.after)

    @property
    def units(self) -> int:
        """Days that contributed."""
        return self.rate_ratio.units

    def _left(self) -> FloatArray | None:
        return self.rate_ratio._left()

    def _bounds(self, level: float) -> Bounds:
        return self._about(self.level_change, self.level_error, level)

    def slope_interval(self, level: float = LEVEL) -> Interval[float]:
        """
        Return the confidence interval of the slope change.

        Parameters
        ----------
        level : float, optional
            Confidence level, strictly between 0 and 1; 0.95 by default.

        Returns
        -------
        Interval
            NaN bounds where the days have no scatter; its *status* says so.
        """
        error = self.slope_error
        bounds = self._about(self.slope_change, error, _checks.level(level))
        return Interval.of_bounds(bounds, level, single=True)

    def _about(self, value: float, error: float, level: float) -> Bounds:
        t = quantiles.student_t_quantile(level, np.array([self.units - 4]))
        method = f"Newey and West's error with {self.lag} lags, Student's t"
        scale = max(map(abs, (self.expected, self.level_change, self.before.value)))
        scatter = error > ROUNDING * scale
        status = Status.DEFINED if scatter else Status.ZERO_VARIANCE
        reach = t.item() * error
        return Bounds.of(value - reach, value + reach, status, method)

    _instead = "Append the days with +, and call changed_feed_effect() of them all"

    def _title(self) -> str:
        return f"{super()._title()} on the churn rate"

    def _said(self, value: float) -> str:
        change = value if abs(value) > ROUNDING else 0.0
        return f"{'+' if change >= 0 else ''}{super()._said(change)}"

    def _no_interval(self, code: int) -> str:
        return "no scatter about the fit" if code else ""

    def _notes(self) -> list[str]:
        low, high, codes, _ = self._about(self.slope_change, self.slope_error, LEVEL)
        said = _text.bounds(low.item(), high.item())
        said = self._no_interval(codes[0]) or said
        notes = [f"slope {self._said(self.slope_change)} a day ({said})"]
        notes += [f"expected {_text.value(self.expected)}"]
        return ["; ".join([*notes, *["against a control"] * self.controlled])]


def changed_feed_effect(
    days: Days,
    /,
    when: date | np.datetime64,
    *,
    control: Days | None = None,
    lag: int | None = None,
) -> ChangedFeedEffect:
    r"""
    Return the level and slope change of the churn rate at the date of a changed feed.

    A segmented regression of unfollows per follower and day. The level change is how
    far the rate on the day of the change is from where the days before lead to. A
    control account whose feed did not change takes out what happened to everybody.

    .. math:: y_t = \beta_0 + \beta_1 (t - t_0) + \beta_2 D_t + \beta_3 (t - t_0) D_t

    Parameters
    ----------
    days : Days
        The account's days, with followers and unfollows.
    when : datetime.date or datetime64
        The first day of the changed feed.
    control : Days, optional
        Days of an account whose feed did not change; only days of both accounts are
        used.
    lag : int, optional
        Lag in days up to which the errors take days to resemble each other; by default
        the whole part of 4 (n/100)^(2/9).

    Returns
    -------
    ChangedFeedEffect
        Level and slope change with intervals, and the rates of both sides.

    Raises
    ------
    InvalidTypeError
        If an argument is of the wrong kind.
    InvalidArgumentError
        If there are fewer than 8 days with followers and unfollows on a side, or a
        table lacks either column.

    See Also
    --------
    churn_rate_ratio : For fewer days: the exact test of two rates.

    Notes
    -----
    Range: any number, per follower and day; below 0 fewer leave. A day without
    followers, or with a part missing, is left out and counted. It does not pool: append
    the days. The level change is on the day of the change itself, because D and the
    slope are counted from there; a formula with t for t - t0 gives another number under
    the same name [2]_. The errors are Newey and West's [1]_, because unfollows of
    neighbouring days are alike; Student's t has four degrees of freedom less than days.
    With *control* the regression is of the difference of both rates. Also known as
    interrupted time series. Pitfall: it includes whatever else happened on that day,
    which the control takes out.

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
    >>> round(effect.value, 4)
    0.0064
    """
    change = first_day(when)
    lag = None if lag is None else _checks.whole("lag", lag, least=0)
    dates, churn = churn_by_day("days", days)
    beside = np.zeros(dates.size) if control is None else _rates_on(dates, control)
    left = churn._rows.y + 0 * beside  # not known where the control is not
    churn = Rate.of_rows(churn._rows._replace(y=left), CHURN)
    used, since = churn._codes() == 0, np.asarray(dates >= change)
    _require_both(int((used & ~since).sum()), int((used & since).sum()))
    fitted = series.segmented_regression(
        (dates[used] - change).astype(np.float64),
        churn._values()[used],
        0.0,
        control=beside[used],
        lag=lag,
    )
    expected, trend, level_change, slope_change = fitted.coefficients.tolist()
    errors: list[float] = np.sqrt(np.maximum(np.diag(fitted.covariance), 0)).tolist()
    return ChangedFeedEffect(
        before=churn[~since].sum(),
        after=churn[since].sum(),
        expected=expected,
        trend=trend,
        level_change=level_change,
        slope_change=slope_change,
        level_error=errors[2],
        slope_error=errors[3],
        lag=fitted.lag,
        controlled=control is not None,
    )


def _rates_on(dates: TimeArray, control: Days) -> FloatArray:
    """Return the control's churn rate on each date, NaN where it is not known."""
    theirs, churn = churn_by_day("control", control)
    rates = np.full(dates.size, np.nan)
    _, ours, same = np.intersect1d(dates, theirs, return_indices=True)
    rates[ours] = churn._values()[same]
    return rates


def _require_both(before: int, after: int) -> None:
    """Refuse too few days on a side."""
    if min(before, after) < EACH_SIDE:
        rule = (
            f"hold at least {EACH_SIDE} days with followers and unfollows before when"
        )
        rule, got = f"{rule} and {EACH_SIDE} from it on", (before, after)
        shown, advice = f"{before} and {after}", "For fewer use churn_rate_ratio()"
        raise _checks.refusal(
            InvalidArgumentError, "days", rule, got, shown=shown, advice=advice
        )
