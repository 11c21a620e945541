"""What an example with one other argument does not show: calls that are refused."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import numpy as np

from engagement_metrics import (
    Audience,
    Composition,
    Days,
    Definition,
    Dyads,
    Grouped,
    Interactions,
    Interval,
    Metric,
    Posts,
    Proportion,
    Rate,
    ResponsePolicy,
    Responses,
    Source,
    Threads,
    compare_groups,
    conversation_ratio,
    difference,
    engagement_rate,
    pool,
    shrink,
    two_way_index,
)
from engagement_metrics.comparison import bootstrap, mix_and_rate_effects
from engagement_metrics.conversation import (
    log_rank_test,
    thread_shape,
    turn_alternation,
)
from engagement_metrics.definitions import catalogue
from engagement_metrics.engagement import (
    click_through_rate,
    engaged_share,
    posts_needed,
    virality_rate,
)
from engagement_metrics.evidence import Median
from engagement_metrics.movement import (
    amplification_factor,
    conversion_chain,
    cross_amplification,
    earned_share,
    half_life,
    k_factor,
)
from engagement_metrics.relevance import (
    audience_overlap,
    changed_feed_effect,
    churn_rate_ratio,
    composition_distance,
    corrected_share,
    home_share,
    target_match,
)
from engagement_metrics.tables import Ids
from engagement_metrics.two_way import concordance_test, dyad_census

NAN = float("nan")
LIKES = Posts.of(actions={"like": [1]})
VIEWS = Posts.of(exposures={"reach": [9]})
LOG = Interactions.of(actor=["ada", "bob"], target=["bob", "ada"])
TWO = Proportion([1, 2], [4, 5])
GROUPS = TWO.pooled(by=["a", "b"])
OVERLAPPING = two_way_index(LOG, by="account", kinds=None)
TIMES = np.array(["2026-01-05", "2026-01-06"], "datetime64[D]")
SERIES = Days.of(
    date=[date(2026, 1, 5 + k) for k in range(16)],
    followers=[100] * 16,
    unfollows=[1, 2] * 8,
)
WORDS = Metric("share", "some", "all")
"""What some calls below are given."""


DAILY: dict[str, Any] = {
    "name": "a rate by day",
    "denominator": "followers",
    "averaging": "pooled",
    "source": Source("Ada", 2026, "By day", "https://example.org"),
    "unit": "day",
}


def drawn(statistic: Callable[..., Any], seed: int = 1) -> Any:
    """Return replicates of a statistic of three units."""
    return bootstrap(
        statistic, [1, 2, 3], unit=["a", "b", "c"], replicates=2, seed=seed
    )


def kinds(*words: str | None) -> Interactions:
    """Return a log of some kinds."""
    size = len(words)
    return Interactions.of(actor=["a"] * size, target=["b"] * size, kind=[*words])


def one_reply(**columns: Any) -> Interactions:
    """Return a log of one reply."""
    at = np.array(["2026-01-05"], "datetime64[D]")
    return Interactions.of(actor=["a"], target=["b"], kind="reply", at=at, **columns)


def answers(asks: Any) -> Responses:
    """Return the questions of one reply, by the policy of who asks."""
    policy = ResponsePolicy(match="next", asks=asks)
    return Responses.of_log(one_reply(), policy=policy)


def posts_of(word: str) -> Any:
    """Return a rate of posts that have no exposure, over a word."""
    return engagement_rate(LIKES, per=word)


def day_by_day(rows: int) -> Posts:
    """Return posts of one author and one day."""
    at = np.array(["2026-01-05"] * rows, "datetime64[D]")
    return Posts.of(
        actions={"like": [1] * rows},
        exposures={"reach": [9] * rows, "followers": [9] * rows},
        published=at,
        author=["ada"] * rows,
    )


OTHERS: dict[str, Callable[[], Any]] = {
    "engagement_rate: no denominator": lambda: engagement_rate(3),
    "engagement_rate: of posts, over nothing": lambda: engagement_rate(LIKES),
    "engagement_rate: of posts, over numbers": lambda: engagement_rate(LIKES, reach=3),
    "virality_rate: over nothing": lambda: virality_rate(3),
    "engaged_share: over nothing": lambda: engaged_share(3),
    "engagement_rate: two denominators": lambda: engagement_rate(
        3, reach=9, impressions=9
    ),
    "engagement_rate: posts without a counter": lambda: engagement_rate(
        VIEWS, per="reach"
    ),
    "Rate: 2**53 + 2 events": lambda: Rate(2.0**53 + 2, 1),
    "Rate.sum: more than 2**53 in all": lambda: Rate([2.0**53, 2.0**53], [1, 1]).sum(),
    "Rate.interval: a weighted count": lambda: Rate(1.5, 3).interval(),
    "Rate +: of another metric": lambda: (
        click_through_rate(1, impressions=9) + amplification_factor(1, owned=9)
    ),
    "pool: of another metric": lambda: pool(
        [click_through_rate(1, impressions=9), amplification_factor(1, owned=9)]
    ),
    "Proportion.pooled: no column of labels": lambda: TWO.pooled(by={}),
    "Interval: in, of several": lambda: 0.5 in TWO.interval(),
    "Grouped.total: of groups that overlap": OVERLAPPING.total,
    "Grouped +: of groups that overlap": lambda: OVERLAPPING + OVERLAPPING,
    "mix_and_rate_effects: groups that overlap": lambda: mix_and_rate_effects(
        OVERLAPPING, OVERLAPPING
    ),
    "mix_and_rate_effects: no exposure": lambda: mix_and_rate_effects(
        GROUPS, Proportion([0, 0], [0, 0]).pooled(by=["a", "b"])
    ),
    "shrink: one unit": lambda: shrink(TWO[:1]),
    "shrink: one unit that is defined": lambda: shrink(Proportion([1, 0], [4, 0])),
    "bootstrap: no column": lambda: bootstrap(lambda: 1.0, unit=["a"], seed=1),
    "Bootstrap +: another seed": lambda: drawn(lambda y: y) + drawn(lambda y: y, 2),
    "Bootstrap +: not of sums": lambda: drawn(np.sum) + drawn(np.sum),
    "bootstrap: two numbers": lambda: drawn(lambda y: y[:2]),
    "Bootstrap.value: none of sums": lambda: (
        drawn(lambda y: y if len(y) > 1 else y[:0]).value
    ),
    "bootstrap: an unknown unit": lambda: bootstrap(
        np.sum, [1, 2], unit=["a", None], seed=1
    ),
    "posts_needed: rows alike": lambda: posts_needed(
        Rate([3, 3], [9, 9]).pooled(), width=2
    ),
    "posts_needed: rows that are not pooled": lambda: posts_needed(TWO, width=2),
    "posts_needed: a share above 1": lambda: posts_needed(
        Proportion([50, 80, 20], 100).pooled(), difference=2
    ),
    "corrected_share: a rate": lambda: corrected_share(
        Rate([3, 9], [9, 9]).pooled(), sensitivity=1, specificity=1
    ),
    "corrected_share: labels of no use": lambda: corrected_share(
        TWO, sensitivity=0.5, specificity=0.5
    ),
    "corrected_share +: labelled otherwise": lambda: (
        corrected_share(TWO, sensitivity=1, specificity=1)
        + corrected_share(TWO, sensitivity=0.9, specificity=1)
    ),
    "Metric: a census that is a number": lambda: Metric("m", "some", census=1),
    "Ids +: numbers and text": lambda: Ids.of([1]) + Ids.of(["a"]),
    "Posts.of: the same post twice at one time": lambda: Posts.of(
        actions={"like": [1, 2]}, id=["p", "p"]
    ),
    "Days.of: a day twice": lambda: Days.of(
        date=[date(2026, 1, 5)] * 2, followers=[1, 2]
    ),
    "Audience.of: a member twice": lambda: Audience.of(
        member=["a", "a"], relevance=[1, 0]
    ),
    "Dyads.of: codes beyond 2**31": lambda: Dyads.of(
        actor=Ids(np.array([2**40])), target=Ids(np.array([1]))
    ),
    "dyad_census: fewer accounts than act": lambda: dyad_census(
        Dyads.of_log(LOG, kinds=None), accounts=1
    ),
    "Dyads.of_log: no kinds": lambda: Dyads.of_log(LOG),
    "two_way_index +": lambda: (
        two_way_index(Dyads.of_log(LOG, kinds=None))
        + two_way_index(Dyads.of_log(LOG, kinds=None))
    ),
    "two_way_index: windows of no times": lambda: two_way_index(
        LOG, every="1d", kinds=None
    ),
    "Responses.of_log: no times": lambda: Responses.of_log(kinds("reply")),
    "Responses.of_log: a mask of another length": lambda: Responses.of_log(
        one_reply(), policy=ResponsePolicy(insiders=np.array([True, False]))
    ),
    "Responses.of_log: no posts": lambda: Responses.of_log(one_reply(in_reply_to=[1])),
    "Responses +: opening messages and all": lambda: (
        answers("opening") + answers(["reply"])
    ),
    "log_rank_test: opening messages and all": lambda: log_rank_test(
        answers("opening"), answers(["reply"])
    ),
    "Threads.of: two parents": lambda: Threads.of(post=[1, 1], parent=[2, 3]),
    "Threads.of_log: no posts": lambda: Threads.of_log(LOG),
    "turn_alternation: threads without authors": lambda: turn_alternation(
        Threads.of(post=[1, 2], parent=[None, 1])
    ),
    "conversation_ratio: posts without talk": lambda: conversation_ratio(LIKES),
    "conversation_ratio: nobody": lambda: conversation_ratio(
        kinds("reply"), account="zoe"
    ),
    "conversion_chain: text": lambda: conversion_chain({"seen": 9, "bought": "3"}),
    "conversion_chain: an unknown step": lambda: conversion_chain(
        {"seen": 9, "bought": None}
    ),
    "conversion_chain: more than before": lambda: conversion_chain(
        {"seen": 9, "bought": 10}
    ),
    "ConversionChain +: other steps": lambda: (
        conversion_chain({"a": 2, "b": 1}) + conversion_chain({"a": 2, "c": 1})
    ),
    "earned_share: no owner": lambda: earned_share(kinds("share"), owned=[]),
    "cross_amplification: one account": lambda: cross_amplification(
        kinds("share"), a="a", b="a"
    ),
    "cross_amplification: no posts": lambda: cross_amplification(
        kinds("share"), a="a", b="b"
    ),
    "k_factor: less than joined": lambda: k_factor(invites=3, participants=2, joined=5),
    "target_match: more than the audience": lambda: target_match(
        on_target=5, audience=3, target=9
    ),
    "home_share: a log without a target": lambda: home_share(LOG),
    "audience_overlap: one audience": lambda: audience_overlap([1]),
    "audience_overlap: a column of counts": lambda: audience_overlap(
        only_a=[1], only_b=2, both=3
    ),
    "changed_feed_effect: no followers": lambda: changed_feed_effect(
        Days.of(date=[date(2026, 1, 5 + k) for k in range(9)], unfollows=[1] * 9),
        date(2026, 1, 9),
    ),
    "CATALOGUE: unknown name": lambda: catalogue.CATALOGUE["applause"],
    "CATALOGUE.where: on a text": lambda: catalogue.CATALOGUE.where(on="2020-01-01"),
    "CATALOGUE.where: unknown platform": lambda: catalogue.CATALOGUE.where(
        platform="Orkut"
    ),
    "CATALOGUE.where: unknown denominator": lambda: catalogue.CATALOGUE.where(
        denominator="fans"
    ),
    "Definition.estimate: no engagement": lambda: catalogue.HOOTSUITE_REACH.estimate(
        VIEWS
    ),
    "Definition.estimate: no exposure": lambda: catalogue.HOOTSUITE_REACH.estimate(
        LIKES
    ),
    "Definition.estimate: no weighted interval": lambda: (
        Definition(**DAILY | {"weights": [2.0], "actions": ["like"]})
        .rate(day_by_day(1))
        .interval()
    ),
    "Definition.estimate: two rows of a day": lambda: Definition(**DAILY).estimate(
        day_by_day(2)
    ),
    "Definition: no posts without what it is over": lambda: Definition(
        **DAILY
    ).estimate(LIKES),
    "Definition: ends before it begins": lambda: Definition(
        **DAILY, valid_from=date(2026, 2, 1), valid_to=date(2026, 1, 1)
    ),
    "Definition: an action twice": lambda: Definition(
        **DAILY | {"actions": ["like", "like"]}
    ),
    "Definition: a source that is none": lambda: Definition(
        **DAILY | {"denominator": "zeal"}
    ),
    "difference: a column of estimates": lambda: difference(
        GROUPS.estimate, GROUPS.estimate
    ),
    "Comparison.interval: a method of other evidence": lambda: difference(
        TWO.pooled(), TWO.pooled()
    ).interval(method="newcombe"),
    "Bootstrap.values: a number for all": lambda: (
        drawn(lambda y: y if len(y) == 1 else y[:1]).values
    ),
    "Responses.of_log: no in_reply_to": lambda: Responses.of_log(
        Interactions.of(
            actor=["a"],
            target=["b"],
            kind="reply",
            at=np.array(["2026-01-05"], "datetime64[D]"),
            post=[1],
        ),
        policy=ResponsePolicy(match="reply"),
    ),
    "KFactor.generation: beyond a million": lambda: k_factor(
        invites=9, participants=3, joined=2
    ).generation(1, 10**7),
    "k_factor: nobody passes anything on": lambda: k_factor(
        invites=9, participants=0, joined=2
    ),
    "target_match: beta is not known": lambda: target_match(
        on_target=2, audience=3, target=9, beta=NAN
    ),
    "target_match: nobody in the audience": lambda: target_match(
        on_target=1, audience=0, target=0
    ),
    "conversion_chain: a column": lambda: conversion_chain(
        {"seen": [9, 3], "bought": 1}
    ),
    "Composition: a part twice": lambda: Composition(["a", "a"], [1, 2]),
    "Posts.total: no counters": lambda: VIEWS.total("like"),
    "target_match: beta below 0": lambda: target_match(
        on_target=2, audience=3, target=9, beta=-1
    ),
    "len: of a single estimate": lambda: len(Rate(1, 2)),
    "a row: a truth value": lambda: Rate([1, 2], 2)[True],
    "Rate +: a number and a column": lambda: Rate(1, 2) + Rate([1], [2]),
    "Posts.estimate: a word of none": lambda: posts_of("zeal"),
    "two_way_index: by and account": lambda: two_way_index(
        LOG, by="account", account="ada", kinds=None
    ),
    "two_way_index: a window of no length": lambda: two_way_index(
        one_reply(), every=timedelta(0)
    ),
    "difference +": lambda: difference(TWO, TWO) + difference(TWO, TWO),
    "shrink +": lambda: shrink(TWO) + shrink(TWO),
    "mix_and_rate_effects +": lambda: (
        mix_and_rate_effects(GROUPS, GROUPS) + mix_and_rate_effects(GROUPS, GROUPS)
    ),
    "half_life +": lambda: (
        half_life(TIMES, since="peak") + half_life(TIMES, since="peak")
    ),
    "changed_feed_effect +": lambda: (
        changed_feed_effect(SERIES, date(2026, 1, 13))
        + changed_feed_effect(SERIES, date(2026, 1, 13))
    ),
    "composition_distance +": lambda: (
        composition_distance([1, 2], [2, 1]) + composition_distance([1, 2], [2, 1])
    ),
    "reciprocity_correlation +": lambda: (
        concordance_test(Dyads.of_log(LOG, kinds=None), account="ada")
        + concordance_test(Dyads.of_log(LOG, kinds=None), account="ada")
    ),
    "dyad_census +": lambda: (
        dyad_census(Dyads.of_log(LOG, kinds=None))
        + dyad_census(Dyads.of_log(LOG, kinds=None))
    ),
    "concordance_test: fewer than met": lambda: concordance_test(
        Dyads.of_log(LOG, kinds=None), account="ada", population=0
    ),
    "churn_rate_ratio: half a person": lambda: churn_rate_ratio(
        Days.of(
            date=[date(2026, 1, 5), date(2026, 1, 6)],
            followers=[9, 9],
            unfollows=[0.5, 1],
        ),
        date(2026, 1, 6),
    ),
    "shrink: weighted counts": lambda: shrink(
        Definition(**DAILY | {"weights": [2.0], "actions": ["like"]}).rate(
            day_by_day(1)
        )
    ),
    "Grouped: an unknown label": lambda: GROUPS["zoe"],
    "Grouped: a single estimate": lambda: Grouped(("a",), TWO[0]),
    "Grouped.pooled: of averages": lambda: TWO.average(by=["a", "b"]).pooled(),
    "pool: numbers": lambda: pool([1, 2]),
    "Rate +: a rate of something else": lambda: (
        engagement_rate(1, reach=9) + engagement_rate(1, views=9)
    ),
    "Proportion +: a rate": lambda: (
        Proportion(1, 2, metric=WORDS) + Rate(1, 2, metric=WORDS)
    ),
    "Pooled +: of another kind": lambda: (
        Proportion([1, 1], [2, 3], metric=WORDS).pooled()
        + Rate([1, 1], [2, 3], metric=WORDS).pooled()
    ),
    "engagement_rate: an answer for a number": lambda: engagement_rate(TWO, reach=9),
    "Interval: text": lambda: Interval(["x"], [1.0], 0.95, "by hand"),
    "Ids.of: beyond 64 bits": lambda: Ids.of([2**70, 1]),
    "thread_shape: no threads": lambda: thread_shape([1]),
    "Metric: an unknown scale": lambda: Metric("rate", "a", "b", scale="permille"),
    "Metric: a source of text": lambda: Metric("rate", "a", "b", sources=("Ada",)),
    "difference: a margin of 0": lambda: difference(TWO, TWO, margin=0),
    "difference: no label in common": lambda: difference(
        *(TWO[:1].pooled(by=[name]) for name in "ab"), paired=True
    ),
    "compare_groups: one group": lambda: compare_groups(TWO.pooled(by=["a", "a"])),
    "Median: left out is none": lambda: Median([1.0], metric=WORDS, left_out=3),
    "Median: left out in columns": lambda: Median(
        [1.0], metric=WORDS, left_out=TWO.left_out
    ),
}
