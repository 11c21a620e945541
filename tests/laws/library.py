"""The library, under the names that the laws use: the one place that looks them up."""

from collections.abc import Callable
from types import ModuleType, SimpleNamespace
from typing import Any

from engagement_metrics import (
    comparison,
    conversation,
    engagement,
    errors,
    movement,
    relevance,
    two_way,
)
from engagement_metrics.definitions import catalogue
from engagement_metrics.evidence import Composition, Proportion, Rate
from engagement_metrics.tables import (
    Audience,
    Days,
    Dyads,
    Interactions,
    Posts,
    Responses,
    Threads,
)
from engagement_metrics.words import Status

FAMILIES: list[ModuleType] = [
    engagement,
    conversation,
    relevance,
    two_way,
    movement,
    comparison,
]
EngagementError: Any = getattr(errors, "RefusedError", None)
EngagementWarning = errors.EngagementWarning


def valued(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function whose bare number has a value, as a result has."""
    return lambda *given, **named: SimpleNamespace(value=function(*given, **named))
