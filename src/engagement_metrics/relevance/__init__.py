"""Relevance: whether those who are reached are those who are meant."""

from engagement_metrics.relevance._affinity import AffinityIndex, affinity_index
from engagement_metrics.relevance._audience import (
    AudienceRelevance,
    audience_relevance,
    on_target_share,
    target_coverage,
)
from engagement_metrics.relevance._breadth import BreadthAndDepth, breadth_and_depth
from engagement_metrics.relevance._change import ChangedFeedEffect, changed_feed_effect
from engagement_metrics.relevance._composition import (
    CompositionDistance,
    composition_distance,
)
from engagement_metrics.relevance._engagement import home_share, relevance_weighted_rate
from engagement_metrics.relevance._followers import (
    active_share,
    churn_rate,
    effective_audience_size,
)
from engagement_metrics.relevance._lift import resonance_lift
from engagement_metrics.relevance._overlap import AudienceOverlap, audience_overlap
from engagement_metrics.relevance._step import ChurnStep, churn_step
from engagement_metrics.relevance._target import TargetMatch, target_match

__all__ = [
    "AffinityIndex",
    "AudienceOverlap",
    "AudienceRelevance",
    "BreadthAndDepth",
    "ChangedFeedEffect",
    "ChurnStep",
    "CompositionDistance",
    "TargetMatch",
    "active_share",
    "affinity_index",
    "audience_overlap",
    "audience_relevance",
    "breadth_and_depth",
    "changed_feed_effect",
    "churn_rate",
    "churn_step",
    "composition_distance",
    "effective_audience_size",
    "home_share",
    "on_target_share",
    "relevance_weighted_rate",
    "resonance_lift",
    "target_coverage",
    "target_match",
]
