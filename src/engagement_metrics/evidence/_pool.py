"""The fold of ``+``."""

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
    Add up evidence of disjoint sets of observations.

    Parameters
    ----------
    estimates : iterable of Rate, Proportion, Pooled or any other evidence
        At least one.

    Returns
    -------
    same as the estimates
        The fold of ``+``.

    Raises
    ------
    InvalidArgumentError
        If there is nothing to add.
    IncompatibleEvidenceError
        If two of them are of different metrics or kinds.

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
            advice="Without any it is not known of which metric nothing was seen",
        )
    first, *others = listed
    odd = [i for i, e in enumerate(listed) if not _checks.is_ours(e)]
    if odd:
        raise _checks.refused_rows(
            InvalidTypeError, "estimates", "be estimates", listed, odd
        )
    settled = getattr(first, "_settled", None)  # one alone leaves out what it lacks
    start = settled() if settled else first
    return cast("Addable", functools.reduce(operator.add, others, start))
