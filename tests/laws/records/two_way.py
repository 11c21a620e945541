"""Two-way interaction: how much is reciprocated within the pair."""

import math
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import attrs

from laws.kinds.counts import TOTALS
from laws.kinds.logs import TIES, TIMED
from laws.library import Dyads, EngagementError, two_way, valued
from laws.made import Estimates, dyads, log
from laws.record import Record

UNKNOWN = SimpleNamespace(value=math.nan, kappa=math.nan)


def of_account_0(metric: Callable[..., Any]) -> Callable[[Dyads], Any]:
    """Return a metric of account 0, undefined in a log that does not know it."""

    def answer(state: Dyads) -> Any:
        try:
            return metric(state, account=0)
        except EngagementError as refused:
            if refused.argument != "account":
                raise
            return UNKNOWN

    return answer


def by_account(state: Dyads) -> Any:
    """Return the index of account 0, out of those of all accounts."""
    return dict(two_way.two_way_index_by_account(state)).get(0, UNKNOWN)


RECORDS = [
    Record(
        title="two_way_index",
        rows=TIES,
        state=dyads,
        answer=two_way.two_way_index,
        keeps=set(),
    ),
    Record(
        title="two_way_index by account",
        rows=TIES,
        state=dyads,
        answer=by_account,
        keeps=set(),
    ),
    Record(
        title="two_way_index within days",
        rows=TIMED,
        state=log,
        answer=lambda state: two_way.timely_two_way_index(state, every="1d"),
        keeps=set(),
    ),
    Record(
        title="two_way_upper_bound",
        rows=TOTALS,
        state=Estimates(two_way.two_way_upper_bound),
        keeps=set(),
    ),
    Record(
        title="unbiased_two_way_index",
        rows=TIES,
        state=dyads,
        answer=two_way.unbiased_two_way_index,
        ulps=2**10,
        keeps=set(),
    ),
    Record(
        title="arc_reciprocity",
        rows=TIES,
        state=dyads,
        answer=two_way.arc_reciprocity,
        keeps=set(),
    ),
    Record(
        title="dyad_reciprocity",
        rows=TIES,
        state=dyads,
        answer=two_way.dyad_reciprocity,
        keeps=set(),
    ),
    Record(
        title="ego_reciprocity",
        rows=TIES,
        state=dyads,
        answer=of_account_0(two_way.ego_reciprocity),
        keeps=set(),
    ),
    Record(
        title="reciprocity_correlation",
        rows=TIES,
        state=dyads,
        answer=valued(two_way.reciprocity_correlation),
        keeps=set(),
    ),
    Record(
        title="dyad_census",
        rows=TIES,
        state=dyads,
        answer=lambda state: two_way.dyad_census(state, accounts=20),
        number=attrs.astuple,
        keeps=set(),
    ),
    Record(
        title="concordance_test",
        rows=TIES,
        state=dyads,
        answer=of_account_0(two_way.concordance_test),
        number=lambda answer: answer.kappa,
        ulps=2**10,
        keeps=set(),
    ),
]
