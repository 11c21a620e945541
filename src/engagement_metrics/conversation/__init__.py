"""Conversation: how much interaction is talk, who takes part, and who answers."""

from engagement_metrics.conversation._log_rank import LogRankTest, log_rank_test
from engagement_metrics.conversation._participants import (
    ParticipationGini,
    effective_participants,
    participation_gini,
    share_of_voice,
)
from engagement_metrics.conversation._ratio import INTERACTIVE, conversation_ratio
from engagement_metrics.conversation._replies import (
    broadcast_share,
    reply_ratio,
    reply_share,
)
from engagement_metrics.conversation._responses import (
    mean_response_time,
    response_rate,
    response_time,
)
from engagement_metrics.conversation._survival import (
    MeanResponseTime,
    ResponseRate,
    ResponseTime,
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
    "LogRankTest",
    "MeanResponseTime",
    "ParticipationGini",
    "ResponseRate",
    "ResponseTime",
    "ThreadShape",
    "ThreadShapes",
    "TurnAlternation",
    "broadcast_share",
    "conversation_ratio",
    "effective_participants",
    "interactivity_levels",
    "log_rank_test",
    "mean_response_time",
    "participation_gini",
    "reply_ratio",
    "reply_share",
    "response_rate",
    "response_time",
    "return_share",
    "share_of_voice",
    "structural_virality",
    "thread_shape",
    "turn_alternation",
]
