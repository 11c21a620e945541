"""Every public metric: the rows it is given, its evidence, and what is read of it."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import attrs
import numpy as np

import engagement_metrics as em
from engagement_metrics.definitions import catalogue
from laws import rows as kinds
from laws.rows import LISTS, As, Kind, Rows

State = Any
UNIT = timedelta(minutes=5)
HORIZON = timedelta(minutes=30)
DEFINITIONS = [catalogue.HOOTSUITE_REACH, catalogue.KAUSHIK_CONVERSATION]


def value_of(state: State) -> Any:
    """Return the number of an estimate."""
    return state.value


@attrs.frozen(eq=False)
class Metric:
    """
    A row of the table.

    *state* makes of rows what adds, and *read* the number that laws are about; *same*
    are the public functions that are this very computation, by name; *each* makes a
    column of estimates of columns of numbers.
    """

    title: str
    kind: Kind
    state: Callable[[Rows, As], State]
    read: Callable[[State], Any] = value_of
    names: tuple[str, ...] = ()
    same: dict[str, Callable[..., Any]] = attrs.field(factory=dict)
    adds: bool = True
    bounds: Callable[[State, float], Any] | None = None
    each: Callable[..., Any] | None = None
    again: Callable[[Rows], State] | None = None
    engine: Callable[[Any], Any] | None = None
    swapped: str = "same"
    sense: tuple[int, int] = (1, -1)
    ulps: float = 0.0
    draws: float = 1.0
    single: bool = True
    cut: bool = True
    text: bool = True

    @property
    def value(self) -> Callable[[State], Any]:
        """Return what the interval is about: the number, or that between the bounds."""
        return value_of if self.read is low_and_high else self.read

    def measure(self, rows: Rows, how: As = LISTS) -> tuple[float, ...]:
        """Return the number of rows, or all of its numbers, as floats."""
        return flat(self.read(self.state(rows, how)))


def flat(value: Any) -> tuple[float, ...]:
    """Return numbers, durations and columns as floats in a row; none as NaN."""
    if value is None:
        return (float("nan"),)
    if isinstance(value, timedelta):
        return (value.total_seconds(),)
    if isinstance(value, tuple | list):
        return tuple(number for part in value for number in flat(part))
    return tuple(map(float, np.atleast_1d(value)))


def estimates(make: Callable[..., Any], *fields: int) -> Callable[[Rows, As], State]:
    """Return what makes a column of estimates of columns of numbers, and adds it up."""
    return lambda rows, how: make(*(how.numbers(rows, f) for f in fields)).sum()


def units(make: Callable[..., Any], how_pooled: str) -> Callable[[Rows, As], State]:
    """Return what makes a column of estimates, and pools or averages their units."""
    return lambda rows, how: getattr(
        make(how.numbers(rows, 0), how.numbers(rows, 1)), how_pooled
    )()


def low_and_high(state: State, level: float = 0.95) -> tuple[float, float]:
    """Return the bounds of an estimate."""
    interval = state.interval(level)
    return interval.low, interval.high


def of_sides(make: Callable[..., Any], compare: Callable[..., Any]) -> Any:
    """Return what compares the sums of two sides."""

    def state(rows: Rows, how: As) -> State:
        both = [[row for row in rows if row[0] == side] for side in (0, 1)]
        return compare(*(estimates(make, 1, 2)(mine, how) for mine in both))

    return state


def mix(rows: Rows, how: As) -> State:
    """Return what two groups' values and mix did, from before to after."""
    both = [[row for row in rows if row[0] == side] for side in (0, 1)]
    pooled = [
        em.Proportion(how.numbers(mine, 1), how.numbers(mine, 2)).pooled(
            by=[row[3] for row in mine]
        )
        for mine in both
    ]
    return em.mix_and_rate_effects(*pooled)


def log(rows: Rows, how: As, **more: Any) -> em.Interactions:
    """Return a log of who interacted with whom."""
    return em.Interactions.of(
        actor=how.labels(rows, 0),
        target=how.labels(rows, 1),
        kind="reply",
        weight=how.numbers(rows, 2),
        at=how.times(rows, 3),
        **more,
    )


def ties(rows: Rows, how: As) -> em.Dyads:
    """Return what was sent each way, per pair."""
    return em.Dyads.of(
        actor=how.labels(rows, 0),
        target=how.labels(rows, 1),
        weight=how.numbers(rows, 2),
    )


def known(metric: Callable[[State], Any]) -> Callable[[State], Any]:
    """Return a metric of account 0 that is NaN of dyads where nobody knows it."""

    def read(dyads: State) -> Any:
        try:
            return metric(dyads)
        except em.InvalidArgumentError as refused:
            if refused.argument != "account":
                raise
            return float("nan")

    return read


def identified(rows: Rows, table: Callable[..., State]) -> State:
    """Return the rows of events, each twice with the same id of its own."""
    events = table(rows, LISTS, id=[f"e{place}" for place in range(len(rows))])
    return events + events


def drawn(shares: State) -> Any:
    """Return the units' shrunken shares in order, NaN of fewer than two units."""
    known = int((shares.status == em.Status.DEFINED).sum())
    return np.sort(em.shrink(shares).value) if known > 1 else float("nan")


def waits(rows: Rows, how: As) -> em.Responses:
    """Return questions and answers."""
    return em.Responses.of(
        asked=how.times(rows, 0), answered=how.times(rows, 1), until=how.times(rows, 2)
    )


def threads(rows: Rows, how: As) -> em.Threads:
    """Return posts that answer posts."""
    return em.Threads.of(
        post=how.labels(rows, 0),
        parent=how.labels(rows, 1),
        author=how.labels(rows, 2),
    )


def shapes(state: em.Threads) -> Any:
    """Return the shapes of all threads, in an order of their own."""
    shape = em.thread_shape(state)
    names = ("size", "depth", "width", "leaves", "mean_depth", "branching", "virality")
    return sorted(
        zip(*(map(float, getattr(shape, name)) for name in names), strict=True)
    )


def audience(rows: Rows, how: As) -> em.Audience:
    """Return members with relevance and weight."""
    return em.Audience.of(
        relevance=[row[0] for row in rows], weight=how.numbers(rows, 1)
    )


def posts(rows: Rows, how: As) -> em.Posts:
    """Return posts with replies and reach."""
    return em.Posts.of(
        actions={"like": how.numbers(rows, 0), "reply": how.numbers(rows, 0)},
        exposures={"reach": how.numbers(rows, 1)},
    )


def counts(rows: Rows, how: As) -> Any:
    """Return counts as they are: what is made of them is made of all at once."""
    return how.numbers(rows, 0)


def voice(rows: Rows, how: As) -> State:
    """Return the brands' shares, the mentions of each added up."""
    mentions: defaultdict[Any, Any] = defaultdict(int)
    for brand, n in zip(how.labels(rows, 0), how.numbers(rows, 1), strict=True):
        known = mentions[brand] is not None and n is not None
        mentions[brand] = mentions[brand] + n if known else None
    return em.share_of_voice(mentions)


def overlap(rows: Rows, how: As) -> State:
    """Return how two audiences overlap."""
    a, b = ([row for row in rows if row[1][side]] for side in (0, 1))
    return em.audience_overlap(how.labels(a, 0), how.labels(b, 0))


def of_one(metric: Callable[..., Any]) -> Callable[[Rows, As], State]:
    """Return a metric of the numbers of a single row."""
    return lambda rows, how: metric(*next(iter(zip(*_columns(rows, how), strict=True))))


def _columns(rows: Rows, how: As) -> list[Any]:
    return [how.numbers(rows, field) for field in range(len(rows[0]))]


def chain(*numbers: Any) -> State:
    """Return a chain of three steps."""
    return em.conversion_chain(
        dict(zip(("reached", "clicked", "signed"), numbers, strict=True))
    )


def feed(rows: Rows, how: As) -> State:
    """Return what the change of a feed on its tenth day did."""
    first = date(2026, 1, 5)
    days = em.Days.of(
        date=[first + timedelta(days=row[0]) for row in rows],
        followers=how.numbers(rows, 1),
        unfollows=how.numbers(rows, 2),
    )
    return em.changed_feed_effect(days, first + timedelta(days=10))


def resampled(rows: Rows, how: As) -> State:
    """Return a ratio of sums, its units resampled: each row is one."""
    return em.bootstrap(
        lambda y, x: y / np.where(x == 0, np.nan, x),
        how.numbers(rows, 0),
        how.numbers(rows, 1),
        unit=[f"u{row[0]}/{row[1]}/{place}" for place, row in enumerate(rows)],
        replicates=20,
        seed=1,
    )


PROPORTIONS = {
    "active_share": em.active_share,
    "broadcast_share": em.broadcast_share,
    "completion_rate": em.completion_rate,
    "conversation_ratio": em.conversation_ratio,
    "earned_share": em.earned_share,
    "engaged_share": lambda k, n: em.engaged_share(k, reach=n),
    "home_share": em.home_share,
    "on_target_share": em.on_target_share,
    "reply_share": em.reply_share,
    "target_coverage": em.target_coverage,
}
QUOTIENTS = {
    "amplification_factor": em.amplification_factor,
    "churn_rate": em.churn_rate,
    "click_through_rate": lambda k, n: em.click_through_rate(k, impressions=n),
    "daily_engagement_rate": em.daily_engagement_rate,
    "engagement_depth": em.engagement_depth,
    "engagement_rate": lambda k, n: em.engagement_rate(k, reach=n),
    "reply_to_like_ratio": lambda k, n: em.reply_to_like_ratio(k, likes=n),
    "save_rate": em.save_rate,
    "virality_rate": lambda k, n: em.virality_rate(k, impressions=n),
}
PER_POST = {
    "amplification_rate": em.amplification_rate,
    "applause_rate": em.applause_rate,
    "conversation_rate": em.conversation_rate,
}


def pooled_by_engine(kind: str) -> Callable[[Any], Any]:
    """Return the pool of a dataframe's columns."""

    def pooled(frame: Any) -> Any:
        from engagement_metrics.adapters import frames

        return frames.pooled(frame, count="f0", exposure="f1", kind=kind).value

    return pooled


def index_by_engine(frame: Any) -> Any:
    """Return the two-way index of a dataframe of interactions."""
    from engagement_metrics.adapters import frames

    return frames.two_way_index(frame, actor="f0", target="f1", weight="f2").value


def interval(state: State, level: float) -> Any:
    """Return the interval of an estimate."""
    return state.interval(level)


_of_account: dict[str, Any] = {"kind": kinds.TIES, "state": ties}

METRICS = [
    Metric(
        "pooled Proportion",
        kinds.SHARES,
        estimates(em.Proportion, 0, 1),
        names=("Proportion", "pool"),
        same=PROPORTIONS,
        each=em.Proportion,
        engine=pooled_by_engine("share"),
        swapped="1 - value",
    ),
    Metric(
        "pooled Rate",
        kinds.RATES,
        estimates(em.Rate, 0, 1),
        names=("Rate",),
        same=QUOTIENTS,
        each=em.Rate,
        engine=pooled_by_engine("rate"),
    ),
    Metric(
        "rates per post",
        kinds.PER_POST,
        lambda rows, how: em.applause_rate(how.numbers(rows, 0), 1).sum(),
        same=PER_POST,
        each=lambda k: em.applause_rate(k, 1),
    ),
    Metric(
        "average of Proportions",
        kinds.SHARES,
        units(em.Proportion, "average"),
        names=("Average",),
        swapped="1 - value",
        ulps=8,
    ),
    Metric("average of Rates", kinds.RATES, units(em.Rate, "average"), ulps=8),
    Metric(
        "Proportion.interval",
        kinds.SHARES,
        estimates(em.Proportion, 0, 1),
        low_and_high,
        bounds=interval,
        each=em.Proportion,
        swapped="1 - bounds",
        ulps=8,
    ),
    Metric(
        "Rate.interval",
        kinds.RATES,
        estimates(em.Rate, 0, 1),
        low_and_high,
        bounds=interval,
        each=em.Rate,
        ulps=8,
    ),
    Metric(
        "Pooled.interval of shares",
        kinds.SHARES,
        units(em.Proportion, "pooled"),
        low_and_high,
        names=("Pooled",),
        bounds=interval,
        swapped="1 - bounds",
        ulps=2**20,
    ),
    Metric(
        "Pooled.interval of rates",
        kinds.RATES,
        units(em.Rate, "pooled"),
        low_and_high,
        bounds=interval,
        ulps=2**20,
    ),
    Metric(
        "pooling_gap",
        kinds.RATES,
        lambda rows, how: em.Rate(how.numbers(rows, 0), how.numbers(rows, 1)),
        em.pooling_gap,
        adds=False,
        ulps=2**20,
    ),
    Metric(
        "relevance_weighted_rate",
        kinds.WEIGHTED,
        lambda rows, how: em.relevance_weighted_rate(
            how.numbers(rows, 0), how.numbers(rows, 1), [row[2] for row in rows]
        ),
        bounds=interval,
        ulps=8,
    ),
    Metric(
        "bonson_ratkai",
        kinds.PER_POST,
        lambda rows, how: em.Posts.of(
            actions={kind: how.numbers(rows, 0) for kind in ("like", "reply", "share")}
        ),
        lambda table: [
            getattr(em.bonson_ratkai(table, 100), part).value
            for part in ("P1", "P2", "P3")
        ],
        names=("BonsonRatkai",),
    ),
    Metric(
        "compare_definitions",
        kinds.RATES,
        posts,
        lambda table: [r.value for r in em.compare_definitions(table, DEFINITIONS)],
        names=("Definition", "DefinitionResult", "DefinitionResults"),
        ulps=8,
    ),
    Metric(
        "Composition",
        kinds.BRANDS,
        voice,
        lambda state: state.share(0),
        names=("Composition", "share_of_voice"),
        cut=False,
        bounds=lambda state, level: state.interval(level)[0],
    ),
    Metric(
        "shrink",
        kinds.SHARES,
        lambda rows, how: em.Proportion(how.numbers(rows, 0), how.numbers(rows, 1)),
        drawn,
        names=("Shrunk",),
        single=False,
        swapped="1 - bounds",
        adds=False,
        ulps=2**24,
    ),
    Metric(
        "bootstrap",
        kinds.RATES,
        resampled,
        names=("Bootstrap",),
        bounds=interval,
        adds=False,
        draws=0.3,
    ),
    Metric(
        "difference",
        kinds.SHARES_OF_TWO,
        of_sides(em.Proportion, em.difference),
        names=("Comparison",),
        adds=False,
        bounds=interval,
        swapped="- value",
    ),
    Metric(
        "ratio",
        kinds.RATES_OF_TWO,
        of_sides(em.Rate, em.ratio),
        same={"resonance_lift": em.resonance_lift},
        adds=False,
        bounds=interval,
        swapped="1 / value",
        ulps=4,
    ),
    Metric(
        "amplification_lift",
        kinds.RATES_OF_TWO,
        lambda rows, how: em.amplification_lift(
            *(
                em.Rate(how.numbers(mine, 1), how.numbers(mine, 2)).pooled()
                for mine in ([r for r in rows if r[0] == side] for side in (0, 1))
            )
        ),
        adds=False,
        bounds=interval,
        swapped="1 / value",
        ulps=4,
    ),
    Metric(
        "churn_step",
        kinds.RATES_OF_TWO,
        of_sides(em.Rate, lambda a, b: em.churn_step(b, a)),
        names=("ChurnStep",),
        bounds=interval,
        swapped="1 / value",
        ulps=4,
    ),
    Metric(
        "mix_and_rate_effects",
        kinds.GROUPS_OF_TWO,
        mix,
        lambda effects: (effects.rate_effect, effects.mix_effect),
        names=("MixAndRateEffects",),
        adds=False,
        swapped="- value",
        ulps=2**20,
    ),
    Metric(
        "two_way_index",
        **_of_account,
        read=lambda dyads: em.two_way_index(dyads).value,
        names=("TwoWayIndex",),
        bounds=lambda dyads, level: em.two_way_index(dyads).interval(level),
        again=lambda rows: em.Dyads.of_log(identified(rows, log)),
        engine=index_by_engine,
    ),
    Metric(
        "two_way_index_by_account",
        **_of_account,
        read=lambda dyads: next(
            (
                pooled.value
                for who, pooled in em.two_way_index_by_account(dyads).items()
                if who == 0
            ),
            None,
        ),
        again=lambda rows: em.Dyads.of_log(identified(rows, log)),
    ),
    Metric(
        "timely_two_way_index",
        kinds.TIMED,
        log,
        lambda events: em.timely_two_way_index(events, every="1d").value,
        bounds=lambda events, level: em.timely_two_way_index(
            events, every="1d"
        ).interval(level),
        again=lambda rows: identified(rows, log),
    ),
    Metric(
        "two_way_upper_bound",
        kinds.TOTALS,
        estimates(em.two_way_upper_bound, 0, 1),
        each=em.two_way_upper_bound,
    ),
    Metric(
        "unbiased_two_way_index",
        **_of_account,
        read=lambda dyads: em.unbiased_two_way_index(dyads).value,
        names=("UnbiasedTwoWayIndex",),
        again=lambda rows: em.Dyads.of_log(identified(rows, log)),
        ulps=2**10,
    ),
    Metric(
        "arc_reciprocity",
        **_of_account,
        read=lambda dyads: em.arc_reciprocity(dyads).value,
        again=lambda rows: em.Dyads.of_log(identified(rows, log)),
    ),
    Metric(
        "dyad_reciprocity",
        **_of_account,
        read=lambda dyads: em.dyad_reciprocity(dyads).value,
        again=lambda rows: em.Dyads.of_log(identified(rows, log)),
    ),
    Metric(
        "ego_reciprocity",
        **_of_account,
        read=known(lambda dyads: em.ego_reciprocity(dyads, 0).value),
        again=lambda rows: em.Dyads.of_log(identified(rows, log)),
    ),
    Metric(
        "reciprocity_correlation",
        **_of_account,
        read=em.reciprocity_correlation,
        again=lambda rows: em.Dyads.of_log(identified(rows, log)),
    ),
    Metric(
        "dyad_census",
        **_of_account,
        read=lambda dyads: attrs.astuple(em.dyad_census(dyads, accounts=20)),
        names=("DyadCensus",),
        again=lambda rows: em.Dyads.of_log(identified(rows, log)),
    ),
    Metric(
        "concordance_test",
        **_of_account,
        read=known(lambda dyads: em.concordance_test(dyads, account=0).kappa),
        names=("ConcordanceTest",),
        again=lambda rows: em.Dyads.of_log(identified(rows, log)),
        ulps=2**10,
    ),
    Metric(
        "response_rate",
        kinds.WAITS,
        waits,
        lambda state: em.response_rate(state, within=UNIT).value,
        names=("Survival",),
        bounds=lambda state, level: em.response_rate(state, within=UNIT).interval(
            level
        ),
        ulps=8,
    ),
    Metric(
        "response_time",
        kinds.DURATIONS,
        waits,
        lambda state: em.response_time(state).value,
        names=("ResponseTime",),
        bounds=lambda state, level: em.response_time(state).interval(level),
        sense=(1, 1),
    ),
    Metric(
        "restricted_mean_response_time",
        kinds.DURATIONS,
        waits,
        lambda state: em.restricted_mean_response_time(state, horizon=HORIZON).value,
        names=("RestrictedMean",),
        bounds=lambda state, level: em.restricted_mean_response_time(
            state, horizon=HORIZON
        ).interval(level),
        sense=(1, 1),
        ulps=16,
    ),
    Metric(
        "thread_shape",
        kinds.THREADS,
        threads,
        shapes,
        names=("ThreadShape", "ThreadShapes"),
        again=lambda rows: threads(rows, LISTS) + threads(rows, LISTS),
        single=False,
    ),
    Metric(
        "structural_virality",
        kinds.THREADS,
        threads,
        lambda state: em.structural_virality(state).value,
        again=lambda rows: threads(rows, LISTS) + threads(rows, LISTS),
        ulps=8,
    ),
    Metric(
        "interactivity_levels",
        kinds.THREADS,
        threads,
        lambda state: em.interactivity_levels(state).shares,
        again=lambda rows: threads(rows, LISTS) + threads(rows, LISTS),
    ),
    Metric(
        "return_share",
        kinds.THREADS,
        threads,
        lambda state: em.return_share(state).value,
        again=lambda rows: threads(rows, LISTS) + threads(rows, LISTS),
    ),
    Metric(
        "cascade_reproduction_number",
        kinds.THREADS,
        threads,
        lambda state: em.cascade_reproduction_number(state).value,
        again=lambda rows: threads(rows, LISTS) + threads(rows, LISTS),
    ),
    Metric(
        "turn_alternation",
        kinds.TURNS,
        lambda rows, how: how.labels(rows, 0),
        lambda turns: em.turn_alternation(turns).value,
        names=("TurnAlternation",),
        adds=False,
    ),
    Metric(
        "effective_participants",
        kinds.AMOUNTS,
        counts,
        em.effective_participants,
        adds=False,
        ulps=64,
    ),
    Metric(
        "participation_gini",
        kinds.AMOUNTS,
        counts,
        em.participation_gini,
        adds=False,
        ulps=8,
    ),
    Metric(
        "effective_audience_size",
        kinds.AMOUNTS,
        counts,
        em.effective_audience_size,
        adds=False,
        ulps=8,
    ),
    Metric(
        "half_life",
        kinds.MOMENTS,
        lambda rows, how: how.times(rows, 0),
        lambda times: em.half_life(times, since="peak").value,
        names=("HalfLife",),
        adds=False,
    ),
    Metric(
        "doubling_time",
        kinds.GROWTH,
        lambda rows, how: em.doubling_time(how.times(rows, 0), how.numbers(rows, 1)),
        lambda state: state.rate,
        names=("DoublingTime",),
        adds=False,
        ulps=2**24,
    ),
    Metric(
        "audience_relevance",
        kinds.MEMBERS,
        audience,
        lambda table: em.audience_relevance(table).value,
        names=("AudienceRelevance",),
        bounds=lambda table, level: em.audience_relevance(table).interval(level),
        swapped="1 - value",
        ulps=8,
    ),
    Metric(
        "breadth_and_depth",
        kinds.TARGETED,
        lambda rows, how: em.breadth_and_depth(how.numbers(rows, 0), 40),
        names=("BreadthAndDepth",),
        bounds=interval,
        cut=False,
    ),
    Metric(
        "composition_distance",
        kinds.COMPOSITIONS,
        lambda rows, how: em.composition_distance(
            how.numbers(rows, 1), [row[2] for row in rows], replicates=20
        ),
        names=("CompositionDistance",),
        adds=False,
        draws=0.3,
        bounds=interval,
        ulps=64,
    ),
    Metric(
        "audience_overlap",
        kinds.PEOPLE,
        overlap,
        names=("AudienceOverlap",),
        bounds=interval,
    ),
    Metric(
        "affinity_index",
        kinds.FOUR,
        of_one(em.affinity_index),
        names=("AffinityIndex",),
        bounds=interval,
        each=em.affinity_index,
        adds=True,
        swapped="1 / value",
        ulps=4,
    ),
    Metric(
        "target_match",
        kinds.MATCH,
        of_one(em.target_match),
        names=("TargetMatch",),
        bounds=interval,
        each=em.target_match,
        ulps=4,
    ),
    Metric(
        "k_factor",
        kinds.INVITES,
        of_one(em.k_factor),
        names=("KFactor",),
        bounds=interval,
    ),
    Metric(
        "conversion_chain",
        kinds.STEPS,
        of_one(chain),
        lambda state: state.overall.value,
        names=("ConversionChain",),
    ),
    Metric(
        "cross_amplification",
        kinds.SHARERS,
        lambda rows, _: em.Interactions.of(
            actor=[row[0] for row in rows] + [0, 1],
            target=[row[1] for row in rows] + [None, None],
            kind=["share"] * len(rows) + [None, None],
            post=[f"p{row[1]}" for row in rows] + ["p0", "p1"],
        ),
        lambda events: [
            getattr(em.cross_amplification(events, 0, 1), side).value
            for side in ("first", "second")
        ],
        names=("CrossAmplification",),
        text=False,
        swapped="reversed",
    ),
    Metric(
        "changed_feed_effect",
        kinds.DAYS,
        feed,
        lambda effect: effect.level_change,
        names=("ChangedFeedEffect",),
        adds=False,
        bounds=interval,
        ulps=2**30,
        draws=0.3,
    ),
]

NO_METRICS = {
    name: why
    for why, names in {
        "a table, or a row of one": "Audience Day Days Dyads Ids Interaction"
        " Interactions Member Post Posts Relationships Response Responses ThreadPost"
        " Threads",
        "what evidence of any metric is made of": "Grouped Interval LeftOut Status"
        " Terms",
        "a word, or a set of them": "Action CONVERSATIONAL Exposure",
        "a choice": "ResponsePolicy",
        "data, whose metric is compare_definitions": "CATALOGUE Source",
        "an error or a warning": "EngagementWarning IncompatibleEvidenceError"
        " InvalidArgumentError InvalidCountsError InvalidTypeError"
        " NegativeCountsWarning ReachExceedsImpressionsWarning EngagementError"
        " SmallSampleWarning UnequalSpansWarning",
        "labels of times": "calendar",
        "a version": "__version__",
    }.items()
    for name in names.split()
}
"""What is public and no metric, and what it is."""


def covered() -> set[str]:
    """Return the public names that have a row."""
    return {
        name
        for metric in METRICS
        for name in (metric.title, *metric.names, *metric.same)
    }
