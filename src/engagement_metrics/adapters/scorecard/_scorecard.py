"""The four families of numbers of what was read."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from typing import Any, cast

import attrs
import numpy as np
from numpy.typing import NDArray

from engagement_metrics import (
    CONVERSATIONAL,
    Dyads,
    Exposure,
    Posts,
    audience_relevance,
    conversation_ratio,
    engagement_rate,
    two_way_index,
)
from engagement_metrics.adapters.scorecard._numbers import Family, Number
from engagement_metrics.adapters.scorecard._reading import ReportError, count, listed
from engagement_metrics.adapters.scorecard._rows import Read
from engagement_metrics.engagement import engaged_share
from engagement_metrics.errors import SmallSampleWarning
from engagement_metrics.words import Terms

__all__ = ["families"]


def families(
    posts: Read,
    log: Read | None,
    audience: Read | None,
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


def _quietly(ask: Callable[[], Any]) -> tuple[Any, list[str]]:
    """Return an answer, and the warnings of small samples that came with it."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", SmallSampleWarning)
        answer = ask()
    said = [str(w.message).partition(": ")[2] for w in caught]
    return answer, said


def _quotient(terms: Terms) -> str:
    """Return what was divided by what, sums in brackets."""
    sides = (f"({x})" if " + " in x else x for x in (terms.of, terms.per))
    return " / ".join(sides)


def _pooled(name: str, rows: Any, of: str, per: str) -> Number:
    """Return a number of column-valued evidence: pooled, and averaged beside it."""
    numbers: list[Number] = []
    for estimate, method in (
        (rows.average(), "mean of ratios"),
        (rows.pooled(), "ratio of sums"),
    ):
        interval, notes = _quietly(estimate.interval)
        numbers.append(
            Number(
                name=name,
                metric=estimate.metric,
                value=estimate.value,
                status=str(estimate.status),
                interval=interval,
                terms=attrs.evolve(estimate.terms, of=of, per=per),
                definition=f"{_quotient(estimate.terms)}; {method} over the posts",
                units=estimate.units,
                left_out=estimate.left_out,
                average=numbers[0] if numbers else None,
                notes=notes,
            )
        )
    return numbers[-1]


def _engagement(posts: Read, per: Sequence[str]) -> Family:
    table = cast("Posts", posts.table)
    for word in per:
        if word not in [*table.exposures, "posts"]:
            has = listed([*table.exposures, "posts"])
            raise ReportError(f"--per {word}: {posts.file.name} has {has}")
    asked = list(per) or [*table.exposures] or [str(Exposure.POSTS)]
    numbers = [
        _pooled(
            "per post" if word == Exposure.POSTS else f"per {word}",
            engagement_rate(table, per=word),
            "engagements",
            word,
        )
        for word in asked
    ]
    cannot: list[str] = []
    if not table.exposures:
        cannot.append(
            "Not given per person: it needs a column of reach, impressions, followers"
            " or views"
        )
    if posts.engaged is not None:
        numbers += _engaged(posts.engaged, asked)
    family = "Engagement rate"
    return Family(
        family, "How often do people act, for each one who could?", numbers, cannot
    )


def _engaged(people: Posts, asked: list[str]) -> list[Number]:
    """Return the share of people who engaged, for each exposure that counts people."""
    engaged = cast("NDArray[np.float64]", people.engagements)
    numbers: list[Number] = []
    for word in (name for name in asked if name in people.exposures):
        whole = people.exposures[word]
        above = (engaged > whole) & (whole > 0)
        number = _pooled(
            f"engaged of {word}",
            engaged_share(
                np.where(above, np.nan, engaged), **cast("Any", {word: whole})
            ),
            "engaged",
            word,
        )
        if above.any():
            rows = count(int(above.sum()), "posts")
            number.notes.append(
                f"{rows} with more engaged than {word}: among the missing"
            )
        numbers.append(number)
    return numbers


def _conversation(posts: Read, log: Read | None, account: str | None) -> Family:
    table = cast("Posts", posts.table)
    numbers: list[Number] = []
    cannot: list[str] = []
    talk = [kind for kind in table.actions if kind in CONVERSATIONAL]
    if talk:
        number = _pooled(
            "of the counters", conversation_ratio(table), "talk", "interactions"
        )
        if "reach" in table.exposures and "reply" in talk:
            number.parts["replies_per_thousand_reached"] = 1000 * _reply_rate(table)
        numbers.append(number)
    else:
        cannot.append(
            "Not given of the counters: it needs a column of replies, quotes, mentions"
            " or messages"
        )
    if log is not None and log.table.kind is not None:
        ratio = conversation_ratio(log.table, account=account)
        whose = "" if account is None else f" received by {account}"
        numbers.append(
            Number(
                name="of the log",
                metric=ratio.metric,
                value=ratio.value,
                status=str(ratio.status),
                interval=ratio.interval(),
                terms=ratio.terms,
                definition=f"replies, quotes, mentions and messages / these and likes,"
                f" dislikes, shares and saves{whose}",
                units=ratio.trials,
                left_out=ratio.left_out,
            )
        )
    elif log is not None:
        cannot.append(
            "Not given of the log: it needs a column of the kind of interaction"
        )
    question = "How much of what comes back is talk?"
    return Family("Conversation ratio", question, numbers, cannot)


def _reply_rate(table: Posts) -> float:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        alone = Posts.of(
            actions={"reply": table.actions["reply"]},
            exposures={"reach": table.exposures["reach"]},
        )
    return engagement_rate(alone, per="reach").pooled().value


def _relevance(audience: Read | None) -> Family:
    family, question = "Audience relevance", "Are these the people we mean to reach?"
    if audience is None:
        need = "--audience FILE, members or segments, with a column of relevance"
        cannot = f"Not given: it needs {need}, or of segment and --target"
        return Family(family, question, [], [cannot])
    if audience.table is None:
        return Family(family, question, [], [audience.missing])
    relevance = audience_relevance(audience.table)
    interval, notes = _quietly(relevance.interval)
    low, high = relevance.bounds
    number = Number(
        name="mean relevance",
        metric=relevance.pooled.metric,
        value=relevance.value,
        status=str(relevance.status),
        interval=interval,
        terms=relevance.pooled.terms,
        definition="sum of relevance / members whose relevance is known",
        units=relevance.pooled.sum_x,
        notes=notes,
        parts={
            "coverage": relevance.coverage,
            "lowest": low,
            "highest": high,
            "expected_members": relevance.expected_members,
        },
    )
    return Family(family, question, [number], [])


def _two_way(log: Read | None, account: str | None) -> Family:
    family = "Two-way interaction index"
    question = "How much of the talk is matched from the other side?"
    if log is None:
        need = "--log FILE, who addressed whom, with columns of actor and target"
        return Family(family, question, [], [f"Not given: it needs {need}"])
    kinds = None if log.table.kind is None else CONVERSATIONAL
    index = two_way_index(Dyads.of_log(log.table, kinds=kinds), account=account)
    interval, notes = _quietly(index.interval)
    if kinds is None:
        notes.append("the log does not know its kinds: every interaction counts")
    number = Number(
        name="the network" if account is None else account,
        metric="two_way_index",
        value=index.value,
        status=str(index.status),
        interval=interval,
        terms=Terms("matched", "interactions", "relationships"),
        definition="2 x matched / (sent + received), within each relationship",
        units=index.relationships,
        notes=notes,
        parts={
            "sent": index.sent,
            "received": index.received,
            "balance": index.balance,
            "concordance": index.concordance,
            "directedness": index.directedness,
            "attainment": index.attainment,
        },
    )
    return Family(family, question, [number], [])
