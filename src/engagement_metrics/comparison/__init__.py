"""Comparison: two estimates, many units, two mixes, and any function of columns."""

from engagement_metrics.comparison._bootstrap import Bootstrap, bootstrap
from engagement_metrics.comparison._difference import Comparison, difference, ratio
from engagement_metrics.comparison._mix import MixAndRateEffects, mix_and_rate_effects
from engagement_metrics.comparison._shrinkage import Shrunk, shrink

__all__ = [
    "Bootstrap",
    "Comparison",
    "MixAndRateEffects",
    "Shrunk",
    "bootstrap",
    "difference",
    "mix_and_rate_effects",
    "ratio",
    "shrink",
]
