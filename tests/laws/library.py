"""What the laws use of the library, warnings of ours unheard, and its dataframes."""

import functools
import warnings
from collections.abc import Callable
from types import ModuleType
from typing import Any

from engagement_metrics import (
    EngagementWarning,
    comparison,
    conversation,
    engagement,
    movement,
    relevance,
    two_way,
)

FAMILIES: list[ModuleType] = [
    engagement,
    conversation,
    relevance,
    two_way,
    movement,
    comparison,
]
"""The modules whose public functions are metrics."""


def quiet(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function in which warnings of the library are not heard."""

    @functools.wraps(function)
    def heard(*given: Any, **named: Any) -> Any:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", EngagementWarning)
            return function(*given, **named)

    return heard


def pooled_frame(kind: str) -> Callable[[Any], Any]:
    """Return what pools a dataframe of counts and exposures."""

    def pooled(frame: Any) -> Any:
        from engagement_metrics.adapters import frames

        return frames.pooled(frame, count="f0", exposure="f1", kind=kind).value

    return pooled


def index_of_frame(frame: Any) -> Any:
    """Return the two-way index of a dataframe of interactions."""
    from engagement_metrics.adapters import frames

    return frames.two_way_index(frame, actor="f0", target="f1", weight="f2").value
