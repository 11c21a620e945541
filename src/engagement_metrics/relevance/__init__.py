"""Relevance: whether those who are reached are those who are meant."""

from engagement_metrics.relevance._affinity import AffinityIndex, affinity_index
from engagement_metrics.relevance._audience import (
    AudienceRelevance,
    audience_relevance,
    on_target_share,
    target_coverage,
)
from engagement_metrics.relevance._target import TargetMatch, target_match

__all__ = [
    "AffinityIndex",
    "AudienceRelevance",
    "TargetMatch",
    "affinity_index",
    "audience_relevance",
    "on_target_share",
    "target_coverage",
    "target_match",
]
