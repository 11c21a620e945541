"""Whether those who ask are answered, and how soon."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, TypeVar, overload

from engagement_metrics._door import _checks
from engagement_metrics._door._ids import labels
from engagement_metrics._typing import FloatArray, ToColumn
from engagement_metrics.conversation._survival import (
    ResponseTime,
    RestrictedMean,
    Survival,
)
from engagement_metrics.errors import InvalidArgumentError, InvalidTypeError
from engagement_metrics.evidence import Grouped
from engagement_metrics.tables import Responses
from engagement_metrics.tables._responses import duration

__all__ = ["response_rate", "response_time", "restricted_mean_response_time"]

Kind = TypeVar("Kind", bound=Survival[Any] | ResponseTime[Any] | RestrictedMean[Any])


@overload
def response_rate(
    responses: Responses, /, *, within: timedelta, by: None = None
) -> Survival[float]: ...
@overload
def response_rate(
    responses: Responses, /, *, within: timedelta, by: ToColumn | Mapping[str, ToColumn]
) -> Grouped[Survival[float], Survival[FloatArray]]: ...
def response_rate(responses: Responses, /, *, within: timedelta, by: Any = None) -> Any:
    r"""
    Return the share of questions that were answered within some time.

    Questions over questions. One minus Kaplan and Meier's estimate: a question that is
    younger than *within* and not answered is not counted as unanswered, but as not
    answered for so long. Where every question was watched to the end it is exactly the
    plain share.

    .. math:: 1 - \prod_{t_i \le h} \Bigl(1 - \frac{d_i}{n_i}\Bigr)

    Parameters
    ----------
    responses : Responses
        What was asked, and when it was answered.
    within : timedelta
        Within which time, that time included.
    by : array_like or mapping of str to array_like, optional
        Labels of the questions: one answer for each label, or for each combination of
        several columns of labels.

    Returns
    -------
    Survival or Grouped
        The evidence, in groups where labels are given.

    Raises
    ------
    InvalidTypeError
        If *within* is no length of time.
    InvalidArgumentError
        If *within* is negative, or labels have not the questions' length.

    See Also
    --------
    response_time : How long it takes, rather than how many are answered.

    Notes
    -----
    Range: 0 to 1. Undefined (NaN) where nothing was asked, and where no question was
    watched that long and some remain unanswered; 0 where questions were received and
    none was answered. Pools by adding up questions, ``+``. Interval: Wilson's where
    nothing is censored before *within*; otherwise Kaplan-Meier's with Greenwood's
    variance on the log(-log) scale [2]_, and at 0 and 1, where that does not exist,
    Wilson's of the questions whose outcome is known. All as if questions were
    independent. Also known as reply rate, service level. Published ones differ in what
    deserves an answer [3]_: see ``ResponsePolicy``. Pitfall: an answer is not a good
    answer; and a share of answered ones without a *within* rises with the age of
    the questions.

    References
    ----------
    .. [1] Kaplan, E. L. and Meier, P. (1958). Nonparametric estimation from incomplete
       observations. JASA 53, 457-481. 10.1080/01621459.1958.10501452. As commonly
       stated; original not consulted.
    .. [2] Kalbfleisch, J. D. and Prentice, R. L. (1980). The Statistical Analysis of
       Failure Time Data. Wiley. As commonly stated; original not consulted.
    .. [3] Fanpage Karma. Service level.
       https://academy.fanpagekarma.com/en/hrf_faq/service-level/

    Examples
    --------
    >>> import numpy as np
    >>> day = np.arange("2026-01-05", "2026-01-15", dtype="datetime64[D]")
    >>> responses = Responses.of(
    ...     asked=[day[0], day[0], day[0], day[8]],
    ...     answered=[day[1], day[5], None, None],
    ...     until=day[9],
    ... )
    >>> print(response_rate(responses, within=timedelta(days=1)))
    25.0 % (4.6 to 69.9 %, 1 of 4 questions within 1 day)
    >>> round(response_rate(responses, within=timedelta(days=7)).value, 3)
    0.625
    """
    return _evidence(Survival, responses, by, within=duration("within", within))


@overload
def response_time(
    responses: Responses, /, *, quantile: float = 0.5, by: None = None
) -> ResponseTime[float]: ...
@overload
def response_time(
    responses: Responses,
    /,
    *,
    quantile: float = 0.5,
    by: ToColumn | Mapping[str, ToColumn],
) -> Grouped[ResponseTime[float], ResponseTime[FloatArray]]: ...
def response_time(
    responses: Responses, /, *, quantile: float = 0.5, by: Any = None
) -> Any:
    r"""
    Return the time by which half of all questions, or another share, was answered.

    Seconds, of all questions: those that are not answered yet count as waiting still.
    The median of the answered ones alone is too short, and the shorter the more are
    ignored.

    .. math:: \min \{t : 1 - S(t) \ge q\}

    Parameters
    ----------
    responses : Responses
        What was asked, and when it was answered.
    quantile : float, optional
        The share, strictly between 0 and 1; half by default.
    by : array_like or mapping of str to array_like, optional
        Labels of the questions: one answer for each label, or for each combination of
        several columns of labels.

    Returns
    -------
    ResponseTime or Grouped
        Seconds; infinite where so many were not answered.

    Raises
    ------
    InvalidTypeError
        If *quantile* is no number.
    InvalidArgumentError
        If *quantile* is not strictly between 0 and 1, or labels have not the questions'
        length.

    See Also
    --------
    restricted_mean_response_time : A mean that exists where the median is not reached.

    Notes
    -----
    Range: 0 to infinity [s]. Undefined (NaN) where nothing was asked. Pools by adding
    up questions, ``+``. Interval: where the bounds of Kaplan and Meier's curve on the
    log(-log) scale reach the share [1]_, as if questions were independent. Published
    ones are a mean, a median and "the average of the fastest 90 %" [2]_ of the answered
    ones. Pitfall: of parts with 1 and 5 the whole can have 7, because it is no mean.

    References
    ----------
    .. [1] Brookmeyer, R. and Crowley, J. (1982). A confidence interval for the median
       survival time. Biometrics 38, 29-41. 10.2307/2530286. As commonly stated;
       original not consulted.
    .. [2] Fanpage Karma. Response time.
       https://academy.fanpagekarma.com/en/hrf_faq/response-time/

    Examples
    --------
    >>> import numpy as np
    >>> day = np.arange("2026-01-05", "2026-01-15", dtype="datetime64[D]")
    >>> responses = Responses.of(
    ...     asked=[day[0], day[0], day[0], day[8]],
    ...     answered=[day[1], day[5], None, None],
    ...     until=day[9],
    ... )
    >>> response_time(responses).value / 86400
    5.0
    >>> response_time(responses, quantile=0.9).value
    inf
    """
    share = _checks.fraction("quantile", quantile)
    return _evidence(ResponseTime, responses, by, quantile=share)


@overload
def restricted_mean_response_time(
    responses: Responses, /, *, horizon: timedelta, by: None = None
) -> RestrictedMean[float]: ...
@overload
def restricted_mean_response_time(
    responses: Responses,
    /,
    *,
    horizon: timedelta,
    by: ToColumn | Mapping[str, ToColumn],
) -> Grouped[RestrictedMean[float], RestrictedMean[FloatArray]]: ...
def restricted_mean_response_time(
    responses: Responses, /, *, horizon: timedelta, by: Any = None
) -> Any:
    r"""
    Return how long questions waited on average, of which no more than a horizon counts.

    Seconds, of all questions. A mean over all time does not exist while some are not
    answered; this one does, and is the area under Kaplan and Meier's curve.

    .. math:: \int_0^h S(t)\, dt

    Parameters
    ----------
    responses : Responses
        What was asked, and when it was answered.
    horizon : timedelta
        How much counts for what took longer.
    by : array_like or mapping of str to array_like, optional
        Labels of the questions: one answer for each label, or for each combination of
        several columns of labels.

    Returns
    -------
    RestrictedMean or Grouped
        Seconds.

    Raises
    ------
    InvalidTypeError
        If *horizon* is no length of time.
    InvalidArgumentError
        If *horizon* is not positive, or labels have not the questions' length.

    Notes
    -----
    Range: 0 to the horizon [s]. Undefined (NaN) where nothing was asked, and where no
    question was watched that long and some remain. Pools by adding up questions, ``+``.
    Interval: normal, with the variance of Klein and Moeschberger [1]_, as if questions
    were independent. Also known as RMST. Pitfall: only means with one horizon compare.

    References
    ----------
    .. [1] Klein, J. P. and Moeschberger, M. L. (2003). Survival Analysis. 2nd edition,
       4.5. Springer. As commonly stated; original not consulted.

    Examples
    --------
    >>> import numpy as np
    >>> day = np.arange("2026-01-05", "2026-01-15", dtype="datetime64[D]")
    >>> responses = Responses.of(
    ...     asked=[day[0]] * 3, answered=[day[1], day[3], None], until=day[9]
    ... )
    >>> mean = restricted_mean_response_time(responses, horizon=timedelta(days=5))
    >>> mean.value / 86400
    3.0
    """
    span = duration("horizon", horizon)
    if not span:
        raise _checks.refusal(InvalidArgumentError, "horizon", "be positive", horizon)
    return _evidence(RestrictedMean, responses, by, horizon=span)


def _evidence(kind: type[Kind], responses: Responses, by: Any, **asked: Any) -> Any:
    """Return the evidence of all questions, or of groups of them."""
    if not isinstance(responses, Responses):
        rule, advice = "be Responses", "Make them with Responses.of()"
        raise _checks.refusal(
            InvalidTypeError, "responses", rule, responses, advice=advice
        )
    waited, observed = responses.waited, responses.observed
    if by is None:
        return kind._of(waited, observed, None, **asked)
    group, names = labels("by", by)
    _checks.same_lengths(responses=waited, by=group)
    estimate: Any = kind._of(waited, observed, group, len(names), **asked)
    grouped: Grouped[Any, Any] = Grouped(names, estimate)
    return grouped
