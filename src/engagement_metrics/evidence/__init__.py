"""Evidence: what numbers, intervals and texts are computed from, and what adds."""

from engagement_metrics.evidence._pooled import Average, Composition, Grouped, Pooled, pool
from engagement_metrics.evidence._ratio import Proportion, Rate
from engagement_metrics.evidence._result import Interval, LeftOut

__all__ = [
    "Average",
    "Composition",
    "Grouped",
    "Interval",
    "LeftOut",
    "Pooled",
    "Proportion",
    "Rate",
    "pool",
]
