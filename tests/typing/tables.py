"""What callers bring, and what is asked of it."""

from datetime import UTC, date, datetime
from typing import assert_type

import numpy as np
import pandas as pd

from engagement_metrics import (
    Audience,
    Days,
    Interactions,
    Pooled,
    Posts,
    Proportion,
    Rate,
    audience_relevance,
    conversation_ratio,
    engagement_rate,
)
from engagement_metrics._typing import BoolArray, FloatArray
from engagement_metrics.engagement import PostsNeeded, posts_needed
from engagement_metrics.relevance import (
    AudienceRelevance,
    CorrectedShare,
    corrected_share,
    on_target_share,
    target_coverage,
)
from engagement_metrics.tables import Day, Ids, Interaction, Member, Post

ints = np.array([3, 4])
floats = np.array([3.0, 4.0])
series = pd.Series([3, 4])

posts = Posts.of(
    actions={"like": [1, None], "reply": ints, "share": series},
    exposures={"reach": floats},
    engagements=[3, 4],
    id=["a", "b"],
    author="ada",
    published=[datetime(2025, 5, 1, tzinfo=UTC)] * 2,
)
assert_type(posts, Posts)
assert_type(posts[0], Post)
assert_type(posts[0].actions["like"], float)
assert_type(posts[1:], Posts)
assert_type(posts[ints > 3], Posts)
assert_type(posts + posts, Posts)
assert_type([post.engagements for post in posts], list[float | None])
assert_type(posts.actions["like"], FloatArray)
assert_type(posts.total("like", "reply"), FloatArray)
assert_type(posts.id, Ids | None)

log = Interactions.of(actor=["ada"], target=[None], kind="reply")
assert_type(log[0], Interaction)
assert_type(log[:1] + log, Interactions)
assert_type(log.of_kinds({"reply"}), BoolArray)

audience = Audience.of(segment=["a"], count=[3], target={"a"})
assert_type(audience[0], Member)
assert_type(audience + audience, Audience)

days = Days.of(date=[date(2025, 5, 1)], followers=ints)
assert_type(days[0], Day)
assert_type(days[0].followers, float | None)

assert_type(engagement_rate(posts, per="reach"), Rate[FloatArray])
assert_type(conversation_ratio(3, 10), Proportion[float])
assert_type(conversation_ratio([3, None], 10), Proportion[FloatArray])
assert_type(conversation_ratio(ints, floats), Proportion[FloatArray])
assert_type(conversation_ratio(3, series), Proportion[FloatArray])
assert_type(conversation_ratio(posts), Proportion[FloatArray])
assert_type(conversation_ratio(log, account="ada"), Pooled[float])
assert_type(on_target_share(3, 10).value, float)
assert_type(on_target_share([3], ints), Proportion[FloatArray])
assert_type(target_coverage(3, None), Proportion[float])
assert_type(target_coverage(series, floats), Proportion[FloatArray])
assert_type(audience_relevance(audience), AudienceRelevance)
assert_type(audience_relevance([1, None], weight=ints), AudienceRelevance)
assert_type(audience_relevance(series).value, float)
assert_type(audience_relevance(audience).as_census(), AudienceRelevance)
assert_type(Proportion(3, 10).as_census(), Proportion[float])
assert_type(Proportion([3], 10).as_census(), Proportion[FloatArray])
assert_type(
    corrected_share(on_target_share(3, 10), sensitivity=0.9, specificity=0.9),
    CorrectedShare[float],
)
assert_type(
    corrected_share(
        Proportion(ints, 10).pooled(), sensitivity=Proportion(9, 10), specificity=0.9
    ).value,
    float,
)
assert_type(
    corrected_share(on_target_share([3], 10), sensitivity=1, specificity=1),
    CorrectedShare[FloatArray],
)
assert_type(
    posts_needed(engagement_rate(posts, per="reach").pooled(), width=1.2), PostsNeeded
)

Posts.of([1])  # type: ignore[call-arg, arg-type]  # pyright: ignore[reportCallIssue]
conversation_ratio(log, direction="in")  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType]
conversation_ratio("3", 10)  # type: ignore[arg-type]  # pyright: ignore[reportCallIssue, reportArgumentType]
engagement_rate(posts, reach=1)  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue, reportArgumentType]
on_target_share(3)  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue]
posts + log  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnusedExpression]
posts.superseded = 3  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
