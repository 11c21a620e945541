"""Relevance: whether those who are reached are those who are meant."""

from engagement_metrics.relevance._audience import (
    AudienceRelevance,
    audience_relevance,
    on_target_share,
    target_coverage,
)

__all__ = [
    "AudienceRelevance",
    "audience_relevance",
    "on_target_share",
    "target_coverage",
]
