"""
Measure relationships with an audience: honestly, with sources and uncertainty.

What callers bring: ``Posts``, ``Interactions``, ``Audience``, ``Days``, and plain
numbers and columns. What they get back is evidence: ``Proportion``, ``Rate``,
``Pooled``, ``Average``, ``Grouped``, ``Composition``. A number, its interval and its
text are computed from the evidence; evidence of disjoint observations adds.

======================  =========================================================
``engagement``          what people did, over who or what could have
``conversation``        how much of what is done is talk
``relevance``           whether those who are reached are those who are meant
``two_way``             whether it goes both ways, within the same relationship
======================  =========================================================

Optional adapters stand in ``engagement_metrics.adapters`` and are imported by name.
"""

from engagement_metrics._columns import Ids
from engagement_metrics.audience import Audience, Member
from engagement_metrics.conversation import conversation_ratio
from engagement_metrics.days import Day, Days
from engagement_metrics.dyads import Dyads, Relationships
from engagement_metrics.engagement import engaged_share, engagement_rate
from engagement_metrics.errors import (
    EngagementWarning,
    IncompatibleEvidenceError,
    InvalidArgumentError,
    InvalidCountsError,
    InvalidTypeError,
    NegativeCountsWarning,
    ReachExceedsImpressionsWarning,
    RefusedError,
    SmallSampleWarning,
)
from engagement_metrics.estimates import Proportion, Rate
from engagement_metrics.evidence import Interval, LeftOut
from engagement_metrics.interactions import Interaction, Interactions
from engagement_metrics.pooled import Average, Composition, Grouped, Pooled, pool
from engagement_metrics.posts import Post, Posts
from engagement_metrics.relevance import (
    AudienceRelevance,
    audience_relevance,
    on_target_share,
    target_coverage,
)
from engagement_metrics.two_way import (
    ConcordanceTest,
    DyadCensus,
    TwoWayIndex,
    UnbiasedTwoWayIndex,
    arc_reciprocity,
    concordance_test,
    dyad_census,
    dyad_reciprocity,
    ego_reciprocity,
    reciprocity_correlation,
    two_way_index,
    two_way_index_by_account,
    two_way_upper_bound,
    unbiased_two_way_index,
)
from engagement_metrics.words import (
    CONVERSATIONAL,
    Action,
    Exposure,
    Source,
    Status,
    Terms,
)

__all__ = [
    "CONVERSATIONAL",
    "Action",
    "Audience",
    "AudienceRelevance",
    "Average",
    "Composition",
    "ConcordanceTest",
    "Day",
    "Days",
    "DyadCensus",
    "Dyads",
    "EngagementWarning",
    "Exposure",
    "Grouped",
    "Ids",
    "IncompatibleEvidenceError",
    "Interaction",
    "Interactions",
    "Interval",
    "InvalidArgumentError",
    "InvalidCountsError",
    "InvalidTypeError",
    "LeftOut",
    "Member",
    "NegativeCountsWarning",
    "Pooled",
    "Post",
    "Posts",
    "Proportion",
    "Rate",
    "ReachExceedsImpressionsWarning",
    "RefusedError",
    "Relationships",
    "SmallSampleWarning",
    "Source",
    "Status",
    "Terms",
    "TwoWayIndex",
    "UnbiasedTwoWayIndex",
    "arc_reciprocity",
    "audience_relevance",
    "concordance_test",
    "conversation_ratio",
    "dyad_census",
    "dyad_reciprocity",
    "ego_reciprocity",
    "engaged_share",
    "engagement_rate",
    "on_target_share",
    "pool",
    "reciprocity_correlation",
    "target_coverage",
    "two_way_index",
    "two_way_index_by_account",
    "two_way_upper_bound",
    "unbiased_two_way_index",
]
