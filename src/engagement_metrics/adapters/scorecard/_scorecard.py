"""The four families of numbers, from the tables of a report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import numpy as np

from engagement_metrics import (
    CONVERSATIONAL,
    Exposure,
    Metric,
    Posts,
    Rate,
    audience_relevance,
    conversation_ratio,
    engagement_rate,
    two_way_index,
)
from engagement_metrics.adapters.scorecard._numbers import Family, Number
from engagement_metrics.adapters.scorecard._reading import ReportError, count, listed
from engagement_metrics.adapters.scorecard._rows import Read
from engagement_metrics.engagement import engaged_share

__all__ = ["families"]

REPLIES = Metric("replies", "replies", "reach", unit="posts", scale="per thousand")
GLOSS = (
    "balance: the most the index could be, given how much was sent and received;"
    " concordance: the share of that maximum that is reached"
)
DIRECTED = "the share of all traffic that addresses somebody"


def families(
    posts: Read,
    log: Read | None = None,
    audience: Read | None = None,
    *,
    account: str | None,
    per: Sequence[str],
) -> list[Family]:
    """Return the four families."""
    return [
        _engagement(posts, per),
        _conversation(posts, log, account),
        _relevance(audience),
        _two_way(log, account),
    ]


def _percent(share: float) -> str:
    return "undefined" if np.isnan(share) else f"{100 * share:.1f} %"


def _over_posts(name: str, rows: Any) -> Number:
    """Return the pooled number of a column, with its average in a note."""
    pooled, average = rows.pooled(), rows.average()
    number = Number(name=name, answer=pooled, parts={"average": average.value})
    if f"{pooled:.3g}" != f"{average:.3g}":
        trend = "lower" if average.value > pooled.value else "higher"
        over = rows.metric.denominator
        more = "interactions" if " + " in over else over
        said = str(average).partition(": ")[2].partition(";")[0]
        number.notes.append(
            f"average over posts: {said}), since posts with more {more} tend to have"
            f" the {trend} ratio"
        )
    return number


def _engagement(posts: Read, per: Sequence[str]) -> Family:
    table = cast("Posts", posts.table)
    known = [*table.exposures, str(Exposure.POSTS)]
    for word in per:
        if word not in known:
            has = listed(known)
            raise ReportError(f"--per {word}: {posts.file.name} has {has}")
    asked = list(per) or known[:-1] or known
    numbers = [
        _over_posts(
            f"per {word.removesuffix('s') if word == Exposure.POSTS else word}",
            engagement_rate(table, per=word),
        )
        for word in asked
    ]
    need = "a column of reach, impressions, followers or views"
    cannot = [] if table.exposures else [f"Not given per person: it needs {need}"]
    if posts.engaged is not None:
        numbers += _engaged(posts.engaged, asked)
    question = "How often do people engage, relative to how many could?"
    return Family("Engagement rate", question, numbers, cannot)


def _engaged(people: Posts, asked: list[str]) -> list[Number]:
    """Return the share of people who engaged, for each exposure that counts people."""
    engaged = cast("Any", people.engagements)
    numbers: list[Number] = []
    for word in (name for name in asked if name in people.exposures):
        whole = people.exposures[word]
        above = (engaged > whole) & (whole > 0)
        possible: Any = {"engaged": np.where(above, np.nan, engaged), word: whole}
        number = _over_posts(f"engaged of {word}", engaged_share(**possible))
        if above.any():
            rows = count(int(above.sum()), "posts")
            note = f"{rows} with more engaged than {word}: counted as missing"
            number.notes.append(note)
        numbers.append(number)
    return numbers


def _conversation(posts: Read, log: Read | None, account: str | None) -> Family:
    table = cast("Posts", posts.table)
    numbers: list[Number] = []
    cannot: list[str] = []
    talk = [kind for kind in table.actions if kind in CONVERSATIONAL]
    if talk:
        numbers.append(_over_posts("of the counters", conversation_ratio(table)))
        if "reach" in table.exposures and "reply" in talk:
            replies = np.where(
                table.actions["reply"] < 0, np.nan, table.actions["reply"]
            )
            rate = Rate(replies, table.exposures["reach"], metric=REPLIES)
            numbers.append(Number(name="replies", answer=rate.pooled()))
    else:
        need = "a column of replies, quotes, mentions or messages"
        cannot.append(f"Not given of the counters: it needs {need}")
    if log is not None and log.table.kind is not None:
        ratio = conversation_ratio(log.table, account=account)
        notes = [] if account is None else [f"of what {account} received"]
        numbers.append(Number(name="of the log", answer=ratio, notes=notes))
    elif log is not None:
        need = "a column of the kind of interaction"
        cannot.append(f"Not given of the log: it needs {need}")
    question = "How much of the response is talk?"
    return Family("Conversation ratio", question, numbers, cannot)


def _relevance(audience: Read | None) -> Family:
    family, question = "Audience relevance", "Is this the intended audience?"
    if audience is None:
        need = "--audience FILE, members or segments, with a column of relevance"
        cannot = f"Not given: it needs {need}, or of segment and --target"
        return Family(family, question, [], [cannot])
    if audience.table is None:
        return Family(family, question, [], [audience.missing])
    relevance = audience_relevance(audience.table)
    low, high = relevance.bounds
    parts = {
        "coverage": relevance.coverage,
        "lowest": low,
        "highest": high,
        "expected_members": relevance.expected_members,
    }
    expected = f"{relevance.expected_members:,.1f}"
    notes = [f"{expected} relevant members expected: the sum of relevance"]
    if relevance.coverage < 1:
        notes.append(
            f"{_percent(low)} if none of the unknown members are relevant,"
            f" {_percent(high)} if all are"
        )
    name = "mean relevance"
    number = Number(name=name, answer=relevance, parts=parts, notes=notes)
    return Family(family, question, [number], [])


def _two_way(log: Read | None, account: str | None) -> Family:
    family = "Two-way interaction index"
    question = "How much of the talk is reciprocated?"
    if log is None:
        need = "--log FILE, who addressed whom, with columns of actor and target"
        return Family(family, question, [], [f"Not given: it needs {need}"])
    kinds = None if log.table.kind is None else CONVERSATIONAL
    index = two_way_index(log.table, account=account, kinds=kinds)
    names = "sent", "received", "balance", "concordance", "directedness", "times_chance"
    parts = {name: getattr(index, name) for name in names}
    chance = index.by_chance
    coins = chance.interval()
    parts |= {"by_chance": chance.value}
    parts |= {"by_chance_low": coins.low, "by_chance_high": coins.high}
    notes = [
        f"{index.sent:,.0f} sent, {index.received:,.0f} received",
        GLOSS,
        f"directedness {_percent(index.directedness)}: {DIRECTED}",
    ]
    if not np.isnan(index.times_chance):
        notes.append(
            f"{index.times_chance:.2f} times what fair coins would give:"
            f" {_percent(chance.value)}, in 95 of 100 cases {_percent(coins.low)} to"
            f" {_percent(coins.high)}"
        )
    if kinds is None:
        notes.append("the log has no kinds: every interaction counts")
    name = "the network" if account is None else account
    number = Number(name=name, answer=index, parts=parts, notes=notes)
    return Family(family, question, [number], [])
