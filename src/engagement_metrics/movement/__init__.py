"""Movement: whether it spreads by word of mouth and ends in the action."""

from engagement_metrics.movement._cascades import cascade_reproduction_number
from engagement_metrics.movement._chain import (
    ConversionChain,
    amplification_factor,
    conversion_chain,
    earned_share,
)
from engagement_metrics.movement._crossing import (
    CrossAmplification,
    cross_amplification,
)
from engagement_metrics.movement._growth import (
    DoublingTime,
    HalfLife,
    KFactor,
    doubling_time,
    half_life,
    k_factor,
)

__all__ = [
    "ConversionChain",
    "CrossAmplification",
    "DoublingTime",
    "HalfLife",
    "KFactor",
    "amplification_factor",
    "cascade_reproduction_number",
    "conversion_chain",
    "cross_amplification",
    "doubling_time",
    "earned_share",
    "half_life",
    "k_factor",
]
