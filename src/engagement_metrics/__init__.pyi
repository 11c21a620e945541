# made from __init__.py by tests/test_public_api.py

from engagement_metrics import (
    comparison as comparison,
    conversation as conversation,
    definitions as definitions,
    engagement as engagement,
    errors as errors,
    movement as movement,
    relevance as relevance,
    tables as tables,
    two_way as two_way,
)
from engagement_metrics.comparison import (
    compare_groups as compare_groups,
    difference as difference,
    ratio as ratio,
    shrink as shrink,
)
from engagement_metrics.conversation import (
    conversation_ratio as conversation_ratio,
)
from engagement_metrics.definitions import (
    CATALOGUE as CATALOGUE,
    Definition as Definition,
)
from engagement_metrics.engagement import (
    engagement_rate as engagement_rate,
)
from engagement_metrics.errors import (
    EngagementError as EngagementError,
    EngagementWarning as EngagementWarning,
)
from engagement_metrics.evidence import (
    Average as Average,
    Composition as Composition,
    Grouped as Grouped,
    Interval as Interval,
    LeftOut as LeftOut,
    Pooled as Pooled,
    Proportion as Proportion,
    Rate as Rate,
    pool as pool,
)
from engagement_metrics.relevance import (
    audience_relevance as audience_relevance,
)
from engagement_metrics.tables import (
    Audience as Audience,
    Days as Days,
    Dyads as Dyads,
    Interactions as Interactions,
    Posts as Posts,
    ResponsePolicy as ResponsePolicy,
    Responses as Responses,
    Threads as Threads,
    by_period as by_period,
)
from engagement_metrics.two_way import (
    two_way_index as two_way_index,
)
from engagement_metrics.words import (
    CONVERSATIONAL as CONVERSATIONAL,
    Action as Action,
    Exposure as Exposure,
    Metric as Metric,
    Source as Source,
    Status as Status,
)

__version__: str
