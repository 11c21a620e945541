"""Tables: posts, days, audiences, and logs of interactions."""

from engagement_metrics._door._ids import Ids
from engagement_metrics._door._periods import by_period
from engagement_metrics.tables._audience import Audience, Member
from engagement_metrics.tables._days import Day, Days
from engagement_metrics.tables._dyads import Dyads, Relationships
from engagement_metrics.tables._interactions import Interaction, Interactions
from engagement_metrics.tables._posts import Post, Posts
from engagement_metrics.tables._responses import Response, ResponsePolicy, Responses
from engagement_metrics.tables._threads import ThreadPost, Threads

__all__ = [
    "Audience",
    "Day",
    "Days",
    "Dyads",
    "Ids",
    "Interaction",
    "Interactions",
    "Member",
    "Post",
    "Posts",
    "Relationships",
    "Response",
    "ResponsePolicy",
    "Responses",
    "ThreadPost",
    "Threads",
    "by_period",
]
