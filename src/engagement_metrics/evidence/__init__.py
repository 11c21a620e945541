"""Evidence: sufficient statistics of values and intervals, pooled by +."""

from engagement_metrics.evidence._composition import Composition
from engagement_metrics.evidence._grouped import Grouped
from engagement_metrics.evidence._interval import Interval
from engagement_metrics.evidence._left_out import LeftOut
from engagement_metrics.evidence._measure import Measure
from engagement_metrics.evidence._median import Median
from engagement_metrics.evidence._pool import pool
from engagement_metrics.evidence._pooled import Average, Concentration, Pooled
from engagement_metrics.evidence._ratio import Proportion, Rate
from engagement_metrics.evidence._result import Result

__all__ = [
    "Average",
    "Composition",
    "Concentration",
    "Grouped",
    "Interval",
    "LeftOut",
    "Measure",
    "Median",
    "Pooled",
    "Proportion",
    "Rate",
    "Result",
    "pool",
]
