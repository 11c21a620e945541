"""What the laws use of the library, and its dataframes."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

from engagement_metrics import (
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
