"""An answer of every class, and a table of every class, to ask the same of all."""

from typing import Any

import numpy as np

from engagement_metrics import (
    Audience,
    Composition,
    Days,
    Dyads,
    Grouped,
    Interactions,
    LeftOut,
    Posts,
    Proportion,
    Rate,
    Responses,
    Threads,
    engagement_rate,
    two_way_index,
)
from engagement_metrics.definitions.catalogue import HOOTSUITE_REACH, TIKTOK
from engagement_metrics.engagement import (
    bonson_ratkai,
    compare_definitions,
    engaged_share,
    pooling_gap,
)
from engagement_metrics.evidence import Median
from engagement_metrics.tables import Ids
from engagement_metrics.two_way import (
    arc_reciprocity,
    concordance_test,
    dyad_census,
    reciprocity_correlation,
    two_way_upper_bound,
    unbiased_two_way_index,
)

TIMES = np.array(["2026-01-05", "2026-01-05", "2026-01-06", "2026-01-09"], "M8[us]")
LOG = Interactions.of(
    actor=["ada", "bob", "ada", "cyd"],
    target=["bob", "ada", "bob", None],
    kind=["reply", "reply", "mention", "quote"],
    at=TIMES,
    post=[1, 2, 3, 4],
    in_reply_to=[None, 1, 2, None],
    weight=[1, 2, 1, 1],
)
POSTS = Posts.of(
    actions={"like": [30, 12, None], "reply": [4, 9, 2], "share": [1, 0, 2]},
    exposures={"reach": [900, 250, 80]},
    id=["a", "b", "c"],
    author="us",
    published=TIMES[:3],
)
DYADS = Dyads.of(
    actor=["ada", "ada", "bob", "cyd", "ada", "dan", None, "bob"],
    target=["bob", "bob", "ada", "ada", "ada", None, "ada", "cyd"],
)
REACH = engagement_rate([3, 4, None, 0], reach=[10, 20, 5, 0])

TABLES: dict[str, Any] = {
    "Posts": POSTS,
    "Interactions": LOG,
    "Audience": Audience.of(segment=["a", "b", None], count=[3, 5, 2], target={"a"}),
    "Days": Days.of(date=TIMES[1:].astype("M8[D]"), followers=[340, 338, None]),
    "Dyads": DYADS,
    "Dyads of a log": Dyads.of_log(LOG),
    "Responses": Responses.of_log(LOG),
    "Threads": Threads.of_log(LOG),
    "Ids": Ids.of(["bob", "ada", None, "bob"]),
}

ANSWERS: dict[str, Any] = {
    "Rate": engagement_rate(3, reach=10),
    "Rate of nothing": engagement_rate(0, reach=0),
    "Rate of a column": REACH,
    "Rate of no rows": Rate([], []),
    "Rate of a sum": REACH.sum(),
    "Rate of sums": REACH + REACH,
    "Rate of a definition": HOOTSUITE_REACH.rate(POSTS),
    "Proportion": engaged_share(3, reach=10),
    "Proportion of a column": Proportion([5, 0, None], [10, 0, 3]),
    "Proportion of a bound": two_way_upper_bound([3, 4], 5),
    "Proportion of ties": arc_reciprocity(DYADS),
    "Pooled": REACH.pooled(),
    "Pooled of nothing": Rate([], []).pooled(),
    "Pooled of columns": REACH.pooled(by=list("aabb")).estimate,
    "Pooled share": Proportion([5, 7, 3, 9] * 10, 10).pooled(),
    "Average": REACH.average(),
    "Average of columns": REACH.average(by=list("aabb")).estimate,
    "Grouped": REACH.pooled(by=["a", "a", None, "b"]),
    "Grouped averages": REACH.average(by=list("aabb")),
    "Grouped rates": Grouped(("a", "b", "c", "d"), REACH),
    "Grouped indices": two_way_index(DYADS, by="account"),
    "Median": Median.of(REACH),
    "Median of nothing": Median.of(Rate([], [])),
    "Composition": Composition(["reply", "share"], [3, 1]),
    "Composition of nothing": Composition([], []),
    "DyadCensus": dyad_census(DYADS, accounts=9),
    "TwoWayIndex": two_way_index(DYADS),
    "TwoWayIndex of an account": two_way_index(DYADS, account="ada"),
    "TwoWayIndex of windows": two_way_index(LOG, every="1d"),
    "TwoWayIndex of nothing": two_way_index(Dyads.of(actor=[], target=[])),
    "ByChance": two_way_index(DYADS).by_chance,
    "UnbiasedTwoWayIndex": unbiased_two_way_index(DYADS),
    "ConcordanceTest": concordance_test(DYADS, account="ada", population=9),
    "Measure": pooling_gap(REACH),
    "Measure of nothing": reciprocity_correlation(Dyads.of(actor=[], target=[])),
    "DefinitionResult": compare_definitions(POSTS, [HOOTSUITE_REACH])[0],
    "DefinitionResult of none": compare_definitions(POSTS, [TIKTOK])[0],
    "BonsonRatkai": bonson_ratkai(POSTS, fans=200),
}

PARTS: dict[str, Any] = {
    "Interval": Proportion(3, 10).interval(),
    "Interval of a column": REACH.interval(),
    "LeftOut": REACH.sum().left_out,
    "LeftOut of a column": (REACH + REACH).left_out,
    "LeftOut of nothing": LeftOut(),
}
"""What answers give: not answers themselves."""
