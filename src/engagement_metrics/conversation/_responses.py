"""Response rates and response times: how many questions are answered, how soon."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, TypeVar, overload

import numpy as np

from engagement_metrics._door import _checks
from engagement_metrics._door._ids import labels
from engagement_metrics._typing import FloatArray, ToColumn
from engagement_metrics.conversation._survival import (
    MeanResponseTime,
    ResponseRate,
    ResponseTime,
    ordered,
)
from engagement_metrics.errors import InvalidArgumentError
from engagement_metrics.evidence import Grouped
from engagement_metrics.tables import Responses
from engagement_metrics.tables._responses import duration

Kind = TypeVar(
    "Kind", bound=ResponseRate[Any] | ResponseTime[Any] | MeanResponseTime[Any]
)


@overload
def response_rate(
    responses: Responses, /, *, within: timedelta, by: None = None
) -> ResponseRate[float]: ...
@overload
def response_rate(
    responses: Responses, /, *, within: timedelta, by: ToColumn | Mapping[str, ToColumn]
) -> Grouped[ResponseRate[float], ResponseRate[FloatArray]]: ...
def response_rate(responses: Responses, /, *, within: timedelta, by: Any = None) -> Any:
    r"""
    Return the share of questions that were answered within some time.

    A proportion of questions, one minus the Kaplan-Meier estimate [1]_: an unanswered
    question younger than *within* does not count as unanswered, but as censored at its
    age. Where every question was observed that long it is exactly the plain share.

    .. math:: 1 - \prod_{t_i \le h} \Bigl(1 - \frac{d_i}{n_i}\Bigr)

    Parameters
    ----------
    responses : Responses
        Questions, and when each was answered.
    within : timedelta
        Within which time, that time included.
    by : array_like or mapping of str to array_like, optional
        Labels of the questions: one answer for each label, or for each combination of
        several columns of labels.

    Returns
    -------
    ResponseRate or Grouped
        The evidence, in groups where labels are given.

    Raises
    ------
    InvalidTypeError
        If *responses* is not ``Responses``, or *within* is not a timedelta.
    InvalidArgumentError
        If *within* is negative, or *by* does not have a label for each question.

    See Also
    --------
    response_time : How long answers take, rather than how many there are.

    Notes
    -----
    Range: 0 to 1. Undefined (NaN) where there are no questions, and where no question
    was observed that long and some remain unanswered; 0 where none of the questions was
    answered. ``+`` pools questions, and by person where persons are in both.
    Interval: if it is known who asked, the persons are the units: the larger of
    Greenwood's variance and that between persons, on the log(-log) scale [2]_, with
    Student's t; at 0 and 1, the Wilson score of the effective number of persons.
    Otherwise as if questions were independent: Wilson score where no question is
    censored before *within* and at 0 and 1, else Greenwood's variance. Also known
    as reply rate, service level. Published rates differ in which messages deserve an
    answer [3]_: see ``ResponsePolicy``. Pitfalls: an answer is not a good answer, and
    a share of answered questions without *within* rises with their age.

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
    >>> response_rate(responses, within=timedelta(days=1))
    <ResponseRate 25.0 %: 1 of 4 questions, response rate within 1 day>
    >>> round(response_rate(responses, within=timedelta(days=7)).value, 3)
    0.625
    """
    return _evidence(ResponseRate, responses, by, within=duration("within", within))


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
    Return the median time to an answer, or another quantile.

    The time in seconds by which that share of all questions was answered. Unanswered
    questions count as still waiting (censored). The median of answered questions alone
    is too short, and becomes shorter the more questions are ignored.

    .. math:: \min \{t : 1 - S(t) \ge q\}

    Parameters
    ----------
    responses : Responses
        Questions, and when each was answered.
    quantile : float, optional
        The share, strictly between 0 and 1; 0.5, the median, by default.
    by : array_like or mapping of str to array_like, optional
        Labels of the questions: one answer for each label, or for each combination of
        several columns of labels.

    Returns
    -------
    ResponseTime or Grouped
        Seconds; infinite where that share was not reached.

    Raises
    ------
    InvalidTypeError
        If *responses* is not ``Responses``, or *quantile* is not a number.
    InvalidArgumentError
        If *quantile* is not strictly between 0 and 1, or *by* does not have a label for
        each question.

    See Also
    --------
    mean_response_time : A mean that exists where the median is not reached.

    Notes
    -----
    Range: 0 to infinity [s]. Undefined (NaN) where there are no questions. ``+`` pools
    questions. Interval: the times at which the bounds of the Kaplan-Meier curve on the
    log(-log) scale reach the share [1]_, between persons if it is known who asked. At
    tied times an end moves to the time beside it; if the share is excluded to the end
    of observation, the low end is the longest time observed. Published
    response times are the mean, the median, or "the average of the fastest 90 %" [2]_
    of answered questions. Pitfall: a median is not a mean, so parts with medians 1 and
    5 can have the median 7 together.

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
def mean_response_time(
    responses: Responses, /, *, within: timedelta, by: None = None
) -> MeanResponseTime[float]: ...
@overload
def mean_response_time(
    responses: Responses,
    /,
    *,
    within: timedelta,
    by: ToColumn | Mapping[str, ToColumn],
) -> Grouped[MeanResponseTime[float], MeanResponseTime[FloatArray]]: ...
def mean_response_time(
    responses: Responses, /, *, within: timedelta, by: Any = None
) -> Any:
    r"""
    Return the restricted mean time to an answer: longer times count as *within*.

    The mean over all questions, in seconds: the area under the Kaplan-Meier curve up to
    *within*. An unrestricted mean does not exist while some questions are unanswered.

    .. math:: \int_0^h S(t)\, dt

    Parameters
    ----------
    responses : Responses
        Questions, and when each was answered.
    within : timedelta
        The horizon: longer times, and no answer, count as this long.
    by : array_like or mapping of str to array_like, optional
        Labels of the questions: one answer for each label, or for each combination of
        several columns of labels.

    Returns
    -------
    MeanResponseTime or Grouped
        Seconds.

    Raises
    ------
    InvalidTypeError
        If *responses* is not ``Responses``, or *within* is not a timedelta.
    InvalidArgumentError
        If *within* is not positive, or *by* does not have a label for each question.

    See Also
    --------
    response_time : The median, which may not be reached.

    Notes
    -----
    Range: 0 to *within* [s]. Undefined (NaN) where there are no questions, and where no
    question was observed that long and some remain unanswered. ``+`` pools questions.
    Interval: Student's t with the variance between persons if it is known who asked;
    otherwise normal, as if independent. The variance is at least that of [1]_.
    Also known as restricted mean survival time, RMST. Pitfall: only
    means with the same *within* compare.

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
    >>> mean = mean_response_time(responses, within=timedelta(days=5))
    >>> mean.value / 86400
    3.0
    >>> print(mean)
    mean response time, restricted to 5 days: 3 days (95 %: 27 h 39 min to 4 days
    20 h, as if independent; 3 questions)
    """
    span = duration("within", within)
    if not span:
        raise _checks.refusal(InvalidArgumentError, "within", "be positive", within)
    return _evidence(MeanResponseTime, responses, by, within=span)


def _evidence(kind: type[Kind], responses: Responses, by: Any, **asked: Any) -> Any:
    """Return the evidence of all questions, or of groups of them."""
    _checks.of_class("responses", responses, Responses)
    waited, observed = responses.waited, responses.observed
    asked["opening"] = responses.opening
    asker = responses.asker
    if by is None:
        group = np.zeros(waited.size, np.int64)
        return kind(
            **ordered(waited, observed, group, 1, single=True, asker=asker), **asked
        )
    group, names = labels("by", by)
    _checks.same_lengths(responses=waited, by=group)
    columns = ordered(waited, observed, group, len(names), single=False, asker=asker)
    return Grouped[Any, Any].of_labels(names, kind(**columns, **asked))
