"""Engagement: actions over reach, impressions, followers, views or posts."""

from engagement_metrics.definitions._definition import ENGAGEMENT
from engagement_metrics.engagement._definitions import (
    DefinitionResult,
    DefinitionResults,
    compare_definitions,
    pooling_gap,
)
from engagement_metrics.engagement._funnel import (
    click_through_rate,
    completion_rate,
    save_rate,
    virality_rate,
)
from engagement_metrics.engagement._per_post import (
    BonsonRatkai,
    amplification_rate,
    applause_rate,
    bonson_ratkai,
    conversation_rate,
)
from engagement_metrics.engagement._planning import PostsNeeded, posts_needed
from engagement_metrics.engagement._rates import (
    daily_engagement_rate,
    engaged_share,
    engagement_depth,
    engagement_rate,
)

__all__ = [
    "ENGAGEMENT",
    "BonsonRatkai",
    "DefinitionResult",
    "DefinitionResults",
    "PostsNeeded",
    "amplification_rate",
    "applause_rate",
    "bonson_ratkai",
    "click_through_rate",
    "compare_definitions",
    "completion_rate",
    "conversation_rate",
    "daily_engagement_rate",
    "engaged_share",
    "engagement_depth",
    "engagement_rate",
    "pooling_gap",
    "posts_needed",
    "save_rate",
    "virality_rate",
]
