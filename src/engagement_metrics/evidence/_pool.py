"""Pooling of several estimates by ``+``."""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterable
from typing import cast

from typing_extensions import TypeVar

from engagement_metrics._door import _checks
from engagement_metrics.errors import InvalidArgumentError, InvalidTypeError

Addable = TypeVar("Addable")


def pool(estimates: Iterable[Addable], /) -> Addable:
    """
    Pool the evidence of disjoint sets of observations.

    Parameters
    ----------
    estimates : iterable of Rate, Proportion, Pooled or any other evidence
        At least one estimate.

    Returns
    -------
    same as the estimates
        The sum of all, by ``+``.

    Raises
    ------
    InvalidArgumentError
        If there are no estimates.
    IncompatibleEvidenceError
        If two estimates are of different metrics or classes.

    Examples
    --------
    >>> weeks = [Rate(12, 340), Rate(7, 160)]
    >>> pool(weeks).value
    0.038
    """
    listed = _checks.listed("estimates", "be estimates", estimates)
    if not listed:
        raise _checks.refusal(
            InvalidArgumentError,
            "estimates",
            "hold at least one estimate",
            listed,
            advice="Without estimates, the metric is unknown",
        )
    first, *others = listed
    odd = [i for i, e in enumerate(listed) if not _checks.is_ours(e)]
    if odd:
        raise _checks.refused_rows(
            InvalidTypeError, "estimates", "be estimates", listed, odd
        )
    settled = getattr(first, "_settled", None)  # also for a single estimate
    start = settled() if settled else first
    return cast("Addable", functools.reduce(operator.add, others, start))
