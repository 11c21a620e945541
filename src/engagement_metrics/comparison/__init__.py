"""Comparison: two estimates, many units, two mixes, and any function of columns."""

from engagement_metrics.comparison._bootstrap import Bootstrap, bootstrap
from engagement_metrics.comparison._borrowed import BorrowedSpread, borrow_spread
from engagement_metrics.comparison._difference import Comparison, difference, ratio
from engagement_metrics.comparison._groups import GroupComparison, compare_groups
from engagement_metrics.comparison._mix import (
    Effect,
    MixAndRateEffects,
    mix_and_rate_effects,
)
from engagement_metrics.comparison._paired import PairedComparison
from engagement_metrics.comparison._shrinkage import Shrunk, shrink

__all__ = [
    "Bootstrap",
    "BorrowedSpread",
    "Comparison",
    "Effect",
    "GroupComparison",
    "MixAndRateEffects",
    "PairedComparison",
    "Shrunk",
    "bootstrap",
    "borrow_spread",
    "compare_groups",
    "difference",
    "mix_and_rate_effects",
    "ratio",
    "shrink",
]
