"""A number gives numbers, a column columns; what cannot be is an error."""

from typing import assert_type

import numpy as np
import pandas as pd

from engagement_metrics import (
    Average,
    Composition,
    Grouped,
    Interval,
    LeftOut,
    Pooled,
    Proportion,
    Rate,
    Status,
    engagement_rate,
    pool,
)
from engagement_metrics._typing import FloatArray, StatusArray
from engagement_metrics.engagement import engaged_share

ints = np.array([3, 4])
floats = np.array([3.0, 4.0])
series = pd.Series([3, 4])

# -- numbers -------------------------------------------------------------------
one = Rate(3, 10)
assert_type(one, Rate[float])
assert_type(Rate(None, 10.5), Rate[float])
assert_type(Rate(np.int64(3), np.float64(10)), Rate[float])
assert_type(Proportion(3, None), Proportion[float])
assert_type(one.value, float)
assert_type(one.count, float)
assert_type(one.status, Status)
assert_type(one.left_out, LeftOut[float])
assert_type(one.interval(), Interval[float])
assert_type(one.interval().low, float)
assert_type(one.interval().status, Status)
assert_type(one + one, Rate[float])
assert_type(one.sum(), Rate[float])
assert_type(one.pooled(), Pooled[float])
assert_type(one.pooled().value, float)
assert_type(one.pooled().status, Status)
assert_type(one.average(), Average[float])
assert_type(pool([one, one]), Rate[float])

# -- columns -------------------------------------------------------------------
many = Rate([3, 4, None], [10, 0, 5])
assert_type(many, Rate[FloatArray])
assert_type(Rate(ints, 10), Rate[FloatArray])
assert_type(Rate(3, floats), Rate[FloatArray])
assert_type(Rate(series, series), Rate[FloatArray])
assert_type(Proportion(floats, ints), Proportion[FloatArray])
assert_type(Proportion(range(3), 5), Proportion[FloatArray])
assert_type(many.value, FloatArray)
assert_type(many.status, StatusArray)
assert_type(many.interval(0.9), Interval[FloatArray])
assert_type(many.interval().status, StatusArray)
assert_type(many.interval()[0], Interval[float])
assert_type(many[0], Rate[float])
assert_type(many[1:], Rate[FloatArray])
assert_type(many[ints], Rate[FloatArray])
assert_type([each.value for each in many], list[float])
assert_type(many + many, Rate[FloatArray])
assert_type(many.sum(), Rate[float])
assert_type(many.pooled(), Pooled[float])

groups = many.pooled(by=["a", "b", "a"])
assert_type(groups, Grouped[Pooled[float], Pooled[FloatArray]])
assert_type(many.pooled(by=series), Grouped[Pooled[float], Pooled[FloatArray]])
assert_type(
    many.average(by={"type": ["a", "b", "a"]}),
    Grouped[Average[float], Average[FloatArray]],
)
assert_type(groups["a"], Pooled[float])
assert_type(groups.total(), Pooled[float])
assert_type(groups.estimate.value, FloatArray)
assert_type(groups.estimate.status, StatusArray)
assert_type(groups.estimate[0], Pooled[float])
assert_type(groups.estimate[:1], Pooled[FloatArray])
assert_type(groups.estimate.sum(), Pooled[float])
assert_type(groups.estimate.interval(), Interval[FloatArray])
assert_type(groups + groups, Grouped[Pooled[float], Pooled[FloatArray]])

parts = Composition(["reply", "like"], [1, 2])
assert_type(parts.shares, FloatArray)
assert_type(parts.share("reply"), float)
assert_type(parts.interval(), Interval[FloatArray])
assert_type(parts + parts, Composition)

# -- the two that name their denominator ---------------------------------------
assert_type(engagement_rate(3, reach=10), Rate[float])
assert_type(engagement_rate(3, reach=None).value, float)
assert_type(engagement_rate([3, 4], reach=[10, 0]), Rate[FloatArray])
assert_type(engagement_rate(ints, impressions=floats), Rate[FloatArray])
assert_type(engagement_rate(series, followers=100), Rate[FloatArray])
assert_type(engagement_rate(3, views=series), Rate[FloatArray])
assert_type(engagement_rate(floats, posts=ints).value, FloatArray)
assert_type(engaged_share(3, reach=10), Proportion[float])
assert_type(engaged_share([3, 4], followers=ints), Proportion[FloatArray])
assert_type(engaged_share(series, reach=series).value, FloatArray)

# -- what is an error ------------------------------------------------------------
Rate("3", 10)  # type: ignore[arg-type]  # pyright: ignore[reportCallIssue, reportArgumentType]
engagement_rate(3)  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue]
engagement_rate(3, reach=1, views=2)  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue]
engaged_share(3, views=2)  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue]
one + Proportion(1, 2)  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnusedExpression]
one.pooled() + one.average()  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnusedExpression]
one + many  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnusedExpression]
one + 1  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnusedExpression]
one.count = 4.0  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
one.value = 4.0  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
