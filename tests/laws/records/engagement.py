"""Engagement: definitions of rates, and how far means and ratios of sums differ."""

from laws.kinds.counts import PER_POST, RATES
from laws.library import Rate, catalogue, engagement, valued
from laws.made import posts
from laws.record import Record

DEFINITIONS = [catalogue.HOOTSUITE_REACH, catalogue.KAUSHIK_CONVERSATION]

RECORDS = [
    Record(
        title="pooling_gap",
        rows=RATES,
        state=lambda rows, form: valued(engagement.pooling_gap)(
            Rate(form.numbers(rows, 0), form.numbers(rows, 1))
        ),
        ulps=2**20,
        keeps=set(),
    ),
    Record(
        title="bonson_ratkai",
        rows=PER_POST,
        state=posts,
        answer=lambda table: engagement.bonson_ratkai(table, 100),
        number=lambda answer: [getattr(answer, part).value for part in ("P1", "P2", "P3")],
        keeps=set(),
    ),
    Record(
        title="compare_definitions",
        rows=RATES,
        state=posts,
        answer=lambda table: engagement.compare_definitions(table, DEFINITIONS),
        number=lambda answer: [each.value for each in answer],
        ulps=8,
        keeps=set(),
    ),
]
