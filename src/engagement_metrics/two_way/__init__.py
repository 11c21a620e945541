"""Two-way interaction: reciprocity within pairs of accounts."""

from engagement_metrics.two_way._chance import (
    ByChance,
    ConcordanceTest,
    UnbiasedTwoWayIndex,
    concordance_test,
    unbiased_two_way_index,
)
from engagement_metrics.two_way._index import (
    TwoWayIndex,
    two_way_index,
    two_way_upper_bound,
)
from engagement_metrics.two_way._ties import (
    DyadCensus,
    arc_reciprocity,
    dyad_census,
    dyad_reciprocity,
    ego_reciprocity,
    reciprocity_correlation,
)

__all__ = [
    "ByChance",
    "ConcordanceTest",
    "DyadCensus",
    "TwoWayIndex",
    "UnbiasedTwoWayIndex",
    "arc_reciprocity",
    "concordance_test",
    "dyad_census",
    "dyad_reciprocity",
    "ego_reciprocity",
    "reciprocity_correlation",
    "two_way_index",
    "two_way_upper_bound",
    "unbiased_two_way_index",
]
