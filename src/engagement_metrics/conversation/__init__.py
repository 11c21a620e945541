"""Conversation: how much of what is done is talk, who talks, and who answers."""

from engagement_metrics.conversation._participants import (
    effective_participants,
    participation_gini,
    share_of_voice,
)
from engagement_metrics.conversation._ratio import INTERACTIVE, conversation_ratio
from engagement_metrics.conversation._replies import (
    broadcast_share,
    reply_share,
    reply_to_like_ratio,
)
from engagement_metrics.conversation._responses import (
    response_rate,
    response_time,
    restricted_mean_response_time,
)
from engagement_metrics.conversation._survival import (
    ResponseTime,
    RestrictedMean,
    Survival,
)
from engagement_metrics.conversation._threads import (
    ThreadShape,
    ThreadShapes,
    structural_virality,
    thread_shape,
)
from engagement_metrics.conversation._turns import (
    TurnAlternation,
    interactivity_levels,
    return_share,
    turn_alternation,
)

__all__ = [
    "INTERACTIVE",
    "ResponseTime",
    "RestrictedMean",
    "Survival",
    "ThreadShape",
    "ThreadShapes",
    "TurnAlternation",
    "broadcast_share",
    "conversation_ratio",
    "effective_participants",
    "interactivity_levels",
    "participation_gini",
    "reply_share",
    "reply_to_like_ratio",
    "response_rate",
    "response_time",
    "restricted_mean_response_time",
    "return_share",
    "share_of_voice",
    "structural_virality",
    "thread_shape",
    "turn_alternation",
]
