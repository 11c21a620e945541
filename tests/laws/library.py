"""The library, under the names that the laws use: the one place that looks them up."""

from types import ModuleType
from typing import Any

import functools
import importlib
import warnings
from collections.abc import Callable

from engagement_metrics import errors
from engagement_metrics.definitions import catalogue
from engagement_metrics import evidence
from engagement_metrics.evidence import Composition, Proportion, Rate, Interval, LeftOut, Result
from engagement_metrics.tables import (
    Audience,
    Days,
    Dyads,
    Interactions,
    Posts,
    Responses,
    Threads,
)
from engagement_metrics.words import Metric, Status

FAMILIES: list[ModuleType] = []
for name in "engagement conversation relevance two_way movement comparison".split():
    try:  # in work: families land one by one
        FAMILIES.append(importlib.import_module(f"engagement_metrics.{name}"))
        globals()[name] = FAMILIES[-1]
    except ImportError:
        from unittest.mock import MagicMock
        globals()[name] = MagicMock()
EngagementError: Any = getattr(errors, "EngagementError", None) or errors.RefusedError
EngagementWarning = errors.EngagementWarning


def rate_of_frame(kind: str) -> Any:
    """Return what pools a dataframe's columns."""

    def pooled(frame: Any) -> Any:
        from engagement_metrics.adapters import frames

        return frames.pooled(frame, count="f0", exposure="f1", kind=kind).value

    return pooled


def index_of_frame(frame: Any) -> Any:
    """Return the two-way index of a dataframe of interactions."""
    from engagement_metrics.adapters import frames

    return frames.two_way_index(frame, actor="f0", target="f1", weight="f2").value


def quiet(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function in which our own warnings are not heard."""

    @functools.wraps(function)
    def heard(*given: Any, **named: Any) -> Any:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", EngagementWarning)
            return function(*given, **named)

    return heard
