"""
How often intervals of shares that are known in part hold the truth.

`python docs/benchmarks/coverage.py relevance` prints both tables. An audience's
relevance is 0 or 1, or graded; some of it is unknown, more often of those who are
relevant, or of those who are not. Labels are right as often as sensitivity and
specificity say, which are known, or estimated on people whose labels were checked.
"""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from coverage_posts import head
from engagement_metrics import Proportion, audience_relevance
from engagement_metrics.errors import SmallSampleWarning
from engagement_metrics.relevance import corrected_share

LEVEL = 0.95
RUNS = 2000
MEMBERS = (20, 50, 200, 1000)
UNKNOWN = {  # chance to be unknown of a member without and with the trait
    "0.05 at random": (0.05, 0.05),
    "0.5 at random": (0.5, 0.5),
    "0.5 of the relevant alone": (0.0, 0.5),
    "0.5 of the others alone": (0.5, 0.0),
}
SHARES = (0.02, 0.1, 0.3, 0.7)
QUALITY = ((0.9, 0.8), (0.95, 0.95), (0.7, 0.99))
CHECKED = (0, 50, 200)  # people of either kind; 0: known


def audience(members: int, unknown: str, *, graded: bool) -> tuple[float, float]:
    """Return the coverage over all members, and over the known alone."""
    draw = np.random.default_rng([11, members, *map(ord, unknown), graded])
    truth, least, most = 0.3, *UNKNOWN[unknown]
    held = np.zeros(2)
    for _ in range(RUNS):
        trait = draw.random(members) < truth
        relevance = trait.astype(np.float64)
        if graded:
            relevance = np.where(trait, 1 - draw.random(members) / 2, relevance)
        hidden = draw.random(members) < np.where(trait, most, least)
        answer = audience_relevance(np.where(hidden, np.nan, relevance))
        goal = 0.75 * truth if graded else truth
        for place, part in enumerate((answer, answer.among_known)):
            interval = part.interval(LEVEL)
            held[place] += interval.low <= goal <= interval.high
    return held[0] / RUNS, held[1] / RUNS


def labels(
    share: float, quality: tuple[float, float], people: int, checked: int
) -> Any:
    """Return the coverage of corrected shares, and how many have no interval."""
    seed = [12, people, checked, int(1000 * share), *(int(1000 * q) for q in quality)]
    draw, (se, sp) = np.random.default_rng(seed), quality
    observed = draw.binomial(people, share * se + (1 - share) * (1 - sp), RUNS)
    found, refused = [se] * RUNS, [sp] * RUNS
    if checked:
        found = [Proportion(k, checked) for k in draw.binomial(checked, se, RUNS)]
        refused = [Proportion(k, checked) for k in draw.binomial(checked, sp, RUNS)]
    held = none = 0
    for k, true, false in zip(observed, found, refused, strict=True):
        interval = corrected_share(
            Proportion(int(k), people), sensitivity=true, specificity=false
        ).interval(LEVEL)
        held += bool(interval.low <= share <= interval.high)
        none += bool(np.isnan(interval.low))
    return held / RUNS, none / RUNS


def tables() -> dict[str, str]:
    """Return both tables in Markdown."""
    lines = [*head("unknown", "relevance", *(f"{n:,} members" for n in MEMBERS))]
    for unknown in UNKNOWN:
        for graded in (False, True):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", SmallSampleWarning)
                cells = [audience(n, unknown, graded=graded) for n in MEMBERS]
            kind = "graded" if graded else "0 or 1"
            shown = " | ".join(f"{all_:.3f} ({known:.3f})" for all_, known in cells)
            lines.append(f"| {unknown} | {kind} | {shown} |")
    unknown_members = "\n".join(lines)
    words = (f"{n} checked" if n else "known" for n in CHECKED)
    lines = [*head("sensitivity, specificity", "true share", *words)]
    for quality in QUALITY:
        for share in SHARES:
            cells = [labels(share, quality, 500, checked) for checked in CHECKED]
            shown = " | ".join(f"{held:.3f} ({none:.3f})" for held, none in cells)
            lines.append(f"| {quality[0]:g}, {quality[1]:g} | {share:g} | {shown} |")
    return {"unknown": unknown_members, "labels": "\n".join(lines)}
