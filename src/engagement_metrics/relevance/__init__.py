"""Relevance: whether those who are reached are the intended audience."""

from engagement_metrics.relevance._affinity import AffinityIndex, affinity_index
from engagement_metrics.relevance._audience import (
    AudienceRelevance,
    audience_relevance,
    on_target_share,
    target_coverage,
)
from engagement_metrics.relevance._breadth import BreadthAndDepth, breadth_and_depth
from engagement_metrics.relevance._change import ChangedFeedEffect, changed_feed_effect
from engagement_metrics.relevance._churn import ChurnRateRatio, churn_rate_ratio
from engagement_metrics.relevance._composition import (
    CompositionDistance,
    composition_distance,
)
from engagement_metrics.relevance._engagement import home_share, relevance_weighted_rate
from engagement_metrics.relevance._followers import active_share, churn_rate
from engagement_metrics.relevance._labels import CorrectedShare, corrected_share
from engagement_metrics.relevance._overlap import AudienceOverlap, audience_overlap
from engagement_metrics.relevance._target import TargetMatch, target_match

__all__ = [
    "AffinityIndex",
    "AudienceOverlap",
    "AudienceRelevance",
    "BreadthAndDepth",
    "ChangedFeedEffect",
    "ChurnRateRatio",
    "CompositionDistance",
    "CorrectedShare",
    "TargetMatch",
    "active_share",
    "affinity_index",
    "audience_overlap",
    "audience_relevance",
    "breadth_and_depth",
    "changed_feed_effect",
    "churn_rate",
    "churn_rate_ratio",
    "composition_distance",
    "corrected_share",
    "home_share",
    "on_target_share",
    "relevance_weighted_rate",
    "target_coverage",
    "target_match",
]
