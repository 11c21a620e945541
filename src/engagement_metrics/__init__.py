"""
Measure relationships with an audience: honestly, with sources and uncertainty.

What callers bring: ``Posts``, ``Interactions``, ``Audience``, ``Days``, and plain
numbers and columns. What they get back is evidence: ``Proportion``, ``Rate``,
``Pooled``, ``Average``, ``Grouped``, ``Composition``. A number, its interval and its
text are computed from the evidence; evidence of disjoint observations adds.

======================  =========================================================
``engagement``          what people did, over who or what could have
``conversation``        how much of what is done is talk, and who is answered
``relevance``           whether those who are reached are those who are meant
``two_way``             whether it goes both ways, within the same relationship
======================  =========================================================

Optional adapters stand in ``engagement_metrics.adapters`` and are imported by name.
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the same names as below, for those who only read
    from engagement_metrics._calendar import (
        calendar as calendar,
    )
    from engagement_metrics._ids import (
        Ids as Ids,
    )
    from engagement_metrics.audience import (
        Audience as Audience,
        Member as Member,
    )
    from engagement_metrics.catalogue import (
        CATALOGUE as CATALOGUE,
    )
    from engagement_metrics.comparison import (
        Bootstrap as Bootstrap,
        Comparison as Comparison,
        MixAndRateEffects as MixAndRateEffects,
        Shrunk as Shrunk,
        bootstrap as bootstrap,
        difference as difference,
        mix_and_rate_effects as mix_and_rate_effects,
        ratio as ratio,
        shrink as shrink,
    )
    from engagement_metrics.conversation import (
        ResponseTime as ResponseTime,
        RestrictedMean as RestrictedMean,
        Survival as Survival,
        ThreadShape as ThreadShape,
        ThreadShapes as ThreadShapes,
        TurnAlternation as TurnAlternation,
        broadcast_share as broadcast_share,
        conversation_ratio as conversation_ratio,
        effective_participants as effective_participants,
        interactivity_levels as interactivity_levels,
        participation_gini as participation_gini,
        reply_share as reply_share,
        reply_to_like_ratio as reply_to_like_ratio,
        response_rate as response_rate,
        response_time as response_time,
        restricted_mean_response_time as restricted_mean_response_time,
        return_share as return_share,
        share_of_voice as share_of_voice,
        structural_virality as structural_virality,
        thread_shape as thread_shape,
        turn_alternation as turn_alternation,
    )
    from engagement_metrics.days import (
        Day as Day,
        Days as Days,
    )
    from engagement_metrics.definitions import (
        Definition as Definition,
    )
    from engagement_metrics.dyads import (
        Dyads as Dyads,
        Relationships as Relationships,
    )
    from engagement_metrics.engagement import (
        BonsonRatkai as BonsonRatkai,
        DefinitionResult as DefinitionResult,
        DefinitionResults as DefinitionResults,
        amplification_rate as amplification_rate,
        applause_rate as applause_rate,
        bonson_ratkai as bonson_ratkai,
        click_through_rate as click_through_rate,
        compare_definitions as compare_definitions,
        completion_rate as completion_rate,
        conversation_rate as conversation_rate,
        daily_engagement_rate as daily_engagement_rate,
        engaged_share as engaged_share,
        engagement_depth as engagement_depth,
        engagement_rate as engagement_rate,
        pooling_gap as pooling_gap,
        save_rate as save_rate,
        virality_rate as virality_rate,
    )
    from engagement_metrics.errors import (
        EngagementWarning as EngagementWarning,
        IncompatibleEvidenceError as IncompatibleEvidenceError,
        InvalidArgumentError as InvalidArgumentError,
        InvalidCountsError as InvalidCountsError,
        InvalidTypeError as InvalidTypeError,
        NegativeCountsWarning as NegativeCountsWarning,
        ReachExceedsImpressionsWarning as ReachExceedsImpressionsWarning,
        RefusedError as RefusedError,
        SmallSampleWarning as SmallSampleWarning,
        UnequalSpansWarning as UnequalSpansWarning,
    )
    from engagement_metrics.estimates import (
        Proportion as Proportion,
        Rate as Rate,
    )
    from engagement_metrics.evidence import (
        Interval as Interval,
        LeftOut as LeftOut,
    )
    from engagement_metrics.interactions import (
        Interaction as Interaction,
        Interactions as Interactions,
    )
    from engagement_metrics.movement import (
        ConversionChain as ConversionChain,
        CrossAmplification as CrossAmplification,
        DoublingTime as DoublingTime,
        HalfLife as HalfLife,
        KFactor as KFactor,
        amplification_factor as amplification_factor,
        amplification_lift as amplification_lift,
        cascade_reproduction_number as cascade_reproduction_number,
        conversion_chain as conversion_chain,
        cross_amplification as cross_amplification,
        doubling_time as doubling_time,
        earned_share as earned_share,
        half_life as half_life,
        k_factor as k_factor,
    )
    from engagement_metrics.pooled import (
        Average as Average,
        Composition as Composition,
        Grouped as Grouped,
        Pooled as Pooled,
        pool as pool,
    )
    from engagement_metrics.posts import (
        Post as Post,
        Posts as Posts,
    )
    from engagement_metrics.relevance import (
        AffinityIndex as AffinityIndex,
        AudienceOverlap as AudienceOverlap,
        AudienceRelevance as AudienceRelevance,
        BreadthAndDepth as BreadthAndDepth,
        ChangedFeedEffect as ChangedFeedEffect,
        ChurnStep as ChurnStep,
        CompositionDistance as CompositionDistance,
        TargetMatch as TargetMatch,
        active_share as active_share,
        affinity_index as affinity_index,
        audience_overlap as audience_overlap,
        audience_relevance as audience_relevance,
        breadth_and_depth as breadth_and_depth,
        changed_feed_effect as changed_feed_effect,
        churn_rate as churn_rate,
        churn_step as churn_step,
        composition_distance as composition_distance,
        effective_audience_size as effective_audience_size,
        home_share as home_share,
        on_target_share as on_target_share,
        relevance_weighted_rate as relevance_weighted_rate,
        resonance_lift as resonance_lift,
        target_coverage as target_coverage,
        target_match as target_match,
    )
    from engagement_metrics.responses import (
        Response as Response,
        ResponsePolicy as ResponsePolicy,
        Responses as Responses,
    )
    from engagement_metrics.threads import (
        ThreadPost as ThreadPost,
        Threads as Threads,
    )
    from engagement_metrics.two_way import (
        ConcordanceTest as ConcordanceTest,
        DyadCensus as DyadCensus,
        TwoWayIndex as TwoWayIndex,
        UnbiasedTwoWayIndex as UnbiasedTwoWayIndex,
        arc_reciprocity as arc_reciprocity,
        concordance_test as concordance_test,
        dyad_census as dyad_census,
        dyad_reciprocity as dyad_reciprocity,
        ego_reciprocity as ego_reciprocity,
        reciprocity_correlation as reciprocity_correlation,
        timely_two_way_index as timely_two_way_index,
        two_way_index as two_way_index,
        two_way_index_by_account as two_way_index_by_account,
        two_way_upper_bound as two_way_upper_bound,
        unbiased_two_way_index as unbiased_two_way_index,
    )
    from engagement_metrics.words import (
        CONVERSATIONAL as CONVERSATIONAL,
        Action as Action,
        Exposure as Exposure,
        Source as Source,
        Status as Status,
        Terms as Terms,
    )

__version__ = "0.1.0"

_HOMES = {
    "_calendar": ("calendar",),
    "_ids": ("Ids",),
    "audience": (
        "Audience",
        "Member",
    ),
    "catalogue": ("CATALOGUE",),
    "comparison": (
        "Bootstrap",
        "Comparison",
        "MixAndRateEffects",
        "Shrunk",
        "bootstrap",
        "difference",
        "mix_and_rate_effects",
        "ratio",
        "shrink",
    ),
    "conversation": (
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
    ),
    "days": (
        "Day",
        "Days",
    ),
    "definitions": ("Definition",),
    "dyads": (
        "Dyads",
        "Relationships",
    ),
    "engagement": (
        "BonsonRatkai",
        "DefinitionResult",
        "DefinitionResults",
        "amplification_rate",
        "applause_rate",
        "bonson_ratkai",
        "click_through_rate",
        "compare_definitions",
        "completion_rate",
        "conversation_rate",
        "daily_engagement_rate",
        "engaged_share",
        "engagement_depth",
        "engagement_rate",
        "pooling_gap",
        "save_rate",
        "virality_rate",
    ),
    "errors": (
        "EngagementWarning",
        "IncompatibleEvidenceError",
        "InvalidArgumentError",
        "InvalidCountsError",
        "InvalidTypeError",
        "NegativeCountsWarning",
        "ReachExceedsImpressionsWarning",
        "RefusedError",
        "SmallSampleWarning",
        "UnequalSpansWarning",
    ),
    "estimates": (
        "Proportion",
        "Rate",
    ),
    "evidence": (
        "Interval",
        "LeftOut",
    ),
    "interactions": (
        "Interaction",
        "Interactions",
    ),
    "movement": (
        "ConversionChain",
        "CrossAmplification",
        "DoublingTime",
        "HalfLife",
        "KFactor",
        "amplification_factor",
        "amplification_lift",
        "cascade_reproduction_number",
        "conversion_chain",
        "cross_amplification",
        "doubling_time",
        "earned_share",
        "half_life",
        "k_factor",
    ),
    "pooled": (
        "Average",
        "Composition",
        "Grouped",
        "Pooled",
        "pool",
    ),
    "posts": (
        "Post",
        "Posts",
    ),
    "relevance": (
        "AffinityIndex",
        "AudienceOverlap",
        "AudienceRelevance",
        "BreadthAndDepth",
        "ChangedFeedEffect",
        "ChurnStep",
        "CompositionDistance",
        "TargetMatch",
        "active_share",
        "affinity_index",
        "audience_overlap",
        "audience_relevance",
        "breadth_and_depth",
        "changed_feed_effect",
        "churn_rate",
        "churn_step",
        "composition_distance",
        "effective_audience_size",
        "home_share",
        "on_target_share",
        "relevance_weighted_rate",
        "resonance_lift",
        "target_coverage",
        "target_match",
    ),
    "responses": (
        "Response",
        "ResponsePolicy",
        "Responses",
    ),
    "threads": (
        "ThreadPost",
        "Threads",
    ),
    "two_way": (
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
        "timely_two_way_index",
        "two_way_index",
        "two_way_index_by_account",
        "two_way_upper_bound",
        "unbiased_two_way_index",
    ),
    "words": (
        "CONVERSATIONAL",
        "Action",
        "Exposure",
        "Source",
        "Status",
        "Terms",
    ),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

if not TYPE_CHECKING:  # pragma: no branch
    __all__ = [*sorted(_HOME_OF), "__version__"]  # noqa: PLE0604

    def __getattr__(name: str) -> object:
        """Load a name, or a module, when it is first asked for."""
        if name in _HOMES:
            return importlib.import_module(f"{__name__}.{name}")
        if name not in _HOME_OF:
            msg = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(msg)
        home = importlib.import_module(f"{__name__}.{_HOME_OF[name]}")
        globals()[name] = value = getattr(home, name)
        return value

    def __dir__() -> list[str]:
        """Return what is public."""
        return [*__all__, *(home for home in _HOMES if not home.startswith("_"))]
