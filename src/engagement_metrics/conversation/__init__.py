"""Conversation: how much of what is done is talk, and who talks."""

from engagement_metrics.conversation._participants import (
    effective_participants,
    participation_gini,
    share_of_voice,
)
from engagement_metrics.conversation._ratio import conversation_ratio
from engagement_metrics.conversation._replies import (
    broadcast_share,
    reply_share,
    reply_to_like_ratio,
)

__all__ = [
    "broadcast_share",
    "conversation_ratio",
    "effective_participants",
    "participation_gini",
    "reply_share",
    "reply_to_like_ratio",
    "share_of_voice",
]
