"""Comparison of definitions, and of the two ways to average."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast, final

import attrs
import numpy as np

from engagement_metrics._door import _checks
from engagement_metrics._typing import FloatArray, IntArray
from engagement_metrics.definitions import Definition
from engagement_metrics.errors import InvalidArgumentError, InvalidTypeError
from engagement_metrics.evidence import (
    Average,
    Measure,
    Median,
    Pooled,
    Proportion,
    Rate,
)
from engagement_metrics.evidence._interval import Bounds
from engagement_metrics.evidence._result import Scalar
from engagement_metrics.evidence._shown import codes_of
from engagement_metrics.tables import Posts
from engagement_metrics.words import Metric, Status

NO_INTERVAL = "it describes this one table"


def pooling_gap(rate: Rate[Any] | Proportion[Any], /) -> Measure:
    r"""
    Return the mean of ratios minus the ratio of sums.

    The gap is minus the covariance of rate and exposure, divided by the mean exposure.
    It is positive if small posts have higher rates.

    .. math::

       \frac{1}{m} \sum_i \frac{y_i}{x_i} - \frac{\sum_i y_i}{\sum_i x_i}
       = -\frac{\operatorname{Cov}_m(r, x)}{\bar x}, \quad r_i = \frac{y_i}{x_i}

    Parameters
    ----------
    rate : Rate or Proportion
        A column of rates; for a single row the gap is 0.

    Returns
    -------
    Measure
        ``rate.average().value - rate.pooled().value``, computed from the covariance
        to avoid cancellation. In the unit of the rate.

    See Also
    --------
    engagement_metrics.evidence.Average : The mean of ratios.

    Notes
    -----
    Range: any number; 0 if all exposures or all rates are equal. Undefined (NaN) if no
    row is defined. It has no interval and does not pool: it describes one table. Our
    definition, with the population covariance (divisor m). For 3,207 posts of one
    account, the mean of replies over favourites was 0.138 and the ratio of sums 0.038
    [1]_.

    References
    ----------
    .. [1] FiveThirtyEight (2017). BarackObama.csv, twitter-ratio.
       https://github.com/fivethirtyeight/data

    Examples
    --------
    A small post at 1/2 and a large one at 1/100; (0.5 + 0.01) / 2 - 11/1002:

    >>> rate = engagement_rate([1, 10], reach=[2, 1000])
    >>> round(pooling_gap(rate).value, 9)
    0.244021956
    >>> round(rate.average().value - rate.pooled().value, 9)
    0.244021956
    """
    if not isinstance(rate, Rate | Proportion):
        raise _checks.refusal(InvalidTypeError, "rate", "be a Rate or Proportion", rate)
    value, exposure = rate._values(), rate._rows.x
    defined = ~np.isnan(value)
    metric = Metric(
        "pooling_gap",
        f"mean of ratios less ratio of sums, of {rate.metric.title}",
        unit=rate.metric.unit,
        scale=rate.metric.scale,
    )
    gap, status = float("nan"), Status.NO_EXPOSURE
    if defined.any():
        r, x = value[defined], exposure[defined]
        covariance = ((r - r.mean()) * (x - x.mean())).mean()
        gap, status = float(0.0 - covariance / x.mean()), Status.DEFINED
    return Measure(gap, status, int(defined.sum()), NO_INTERVAL, metric)


@final
@attrs.frozen(eq=False, repr=False, getstate_setstate=False)
class DefinitionResult(Scalar):
    """
    The rate of a table under one definition.

    Attributes
    ----------
    definition : Definition
        The definition.
    estimate : Pooled, Average, Median or None
        The estimate; ``None`` if the definition cannot be applied.
    reason : str
        Why the definition cannot be applied; empty if it can.

    Examples
    --------
    >>> from engagement_metrics.definitions import catalogue
    >>> posts = Posts.of(actions={"like": [4]}, exposures={"reach": [50]})
    >>> [result] = compare_definitions(posts, [catalogue.HOOTSUITE_REACH])
    >>> result.value
    0.08
    """

    definition: Definition
    estimate: Pooled[float] | Average[float] | Median | None
    reason: str = ""

    @property
    def metric(self) -> Metric:
        """Metric of the estimate, or of the definition if there is no estimate."""
        return self._definition_metric() if self.estimate is None else self._by.metric

    @property
    def _by(self) -> Any:
        return self.estimate

    def _definition_metric(self) -> Metric:
        own = self.definition
        return Metric(
            own.name,
            own.numerator,
            str(own.denominator),
            unit=f"{own.unit}s",
            averaging=own.averaging,
            sources=(own.source,),
        )

    def _values(self) -> FloatArray:
        return np.array([np.nan]) if self.estimate is None else self._by._values()

    def _codes(self) -> IntArray:
        if self.estimate is None:
            return codes_of(Status.MISSING)
        return cast("IntArray", self._by._codes())

    def _bounds(self, level: float) -> Bounds:
        if self.estimate is None:
            nan = float("nan")
            return Bounds.of(nan, nan, Status.MISSING, "none")
        return cast("Bounds", self._by._bounds(level))

    def _left(self) -> FloatArray | None:
        return None if self.estimate is None else self._by._left()

    def _effective(self) -> FloatArray | None:
        return None if self.estimate is None else self._by._effective()

    def _why(self, code: int) -> str:
        return self.reason or super()._why(code)

    @property
    def units(self) -> int:
        """Number of rows that contributed."""
        return 0 if self.estimate is None else self._by.units

    @property
    def formula(self) -> str:
        """Quotient as applied, or as defined if it could not be applied."""
        if self.estimate is None:
            return self.definition.formula
        of = self.estimate.metric.numerator
        counted = f"({of})" if " + " in of else of
        return self.definition.formula.replace("engagements", counted)

    @property
    def said(self) -> str:
        """Estimate in words, or why there is none."""
        return self.reason if self.estimate is None else self._sentences()[0]


@final
class DefinitionResults(tuple[DefinitionResult, ...]):
    """
    Results of several definitions: a tuple that prints as aligned lines.

    Examples
    --------
    >>> print(DefinitionResults())
    <BLANKLINE>
    """

    __slots__ = ()

    def __repr__(self) -> str:
        """Return the number of results, in one line."""
        return f"<DefinitionResults: {len(self)} definitions>"

    def __str__(self) -> str:
        """Return one line each: name, formula, averaging and estimate."""
        rows = [
            (r.definition.name, r.formula, r.definition.averaging, r.said) for r in self
        ]
        name, formula = (max((len(row[i]) for row in rows), default=0) for i in (0, 1))
        return "\n".join(
            f"{row[0]:<{name}}  {row[1]:<{formula}}  {row[2]:<7}  {row[3]}"
            for row in rows
        )


def compare_definitions(
    posts: Posts, definitions: Iterable[Definition]
) -> DefinitionResults:
    """
    Return the rate of the same posts under several definitions.

    Each definition is averaged as in its source, with its own interval and units left
    out. A definition that cannot be applied stays in the list, with the reason.

    Parameters
    ----------
    posts : Posts
        Table with one row per *unit* of the definitions.
    definitions : iterable of Definition
        Definitions to apply, such as ``CATALOGUE`` or a part of it.

    Returns
    -------
    tuple of DefinitionResult
        One result per definition, in order; printed as aligned lines.

    Raises
    ------
    InvalidTypeError
        If *posts* is not ``Posts``, or an item is not a ``Definition``.

    See Also
    --------
    engagement_metrics.definitions.CATALOGUE : The published definitions.
    pooling_gap : The effect of averaging alone.

    Notes
    -----
    Range of each: 0 to infinity, in the unit of its formula. Undefined (NaN) if a
    definition cannot be applied or no row is defined. Each interval belongs to one
    definition; the difference between two definitions is conceptual, and has none.
    Results of different definitions do not pool, and the definition should be chosen
    before the results are seen. Validity is reported, not enforced: see
    ``definition.valid_on(day)``. Our definition: no published tool has such a table.

    Examples
    --------
    >>> from engagement_metrics.definitions import catalogue
    >>> posts = Posts.of(
    ...     actions={"like": [30, 10], "reply": [10, 0]},
    ...     exposures={"reach": [1000, 100], "followers": [2000, 2000]},
    ... )
    >>> some = [
    ...     catalogue.HOOTSUITE_REACH,
    ...     catalogue.AMPFLUENCE,
    ...     catalogue.KAUSHIK_CONVERSATION,
    ...     catalogue.TIKTOK,
    ... ]
    >>> for result in compare_definitions(posts, some):
    ...     print(result.formula, "=", result.value)
    (like + reply) / reach = 0.07
    (like + reply) / followers = 0.0125
    reply / posts = 5.0
    (like + reply + share) / views = nan
    >>> print(compare_definitions(posts, some)[3].reason)
    posts must have the counter 'share' for 'TikTok engagement rate by views', but got
    ['like', 'reply']
    """
    _checks.of_class("posts", posts, Posts)
    listed = _checks.listed("definitions", "be Definitions", definitions)
    return DefinitionResults(_result(definition, posts) for definition in listed)


def _result(definition: Definition, posts: Posts) -> DefinitionResult:
    if not isinstance(definition, Definition):
        raise _checks.refusal(
            InvalidTypeError, "definitions", "be Definitions", definition
        )
    try:
        return DefinitionResult(definition, definition.estimate(posts))
    except InvalidArgumentError as refused:
        return DefinitionResult(definition, None, str(refused))
