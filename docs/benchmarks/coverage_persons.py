"""
How often the conversation ratio of a log holds the habit of its persons.

Each person has a habit of talking (beta(1, 3), so 25 % on average) and a lognormal
number of events, at least one. The rows of a person are already added up here, as
`conversation_ratio(log, account=...)` adds them; the persons are the units.
"""

from __future__ import annotations

import warnings
from typing import Any

import attrs
import numpy as np

from coverage_posts import head
from engagement_metrics import Proportion, conversation_ratio
from engagement_metrics.errors import SmallSampleWarning

RUNS = 10_000
PERSONS = (20, 50, 200)
SIGMAS = (1.0, 1.5)
HABIT = (1.0, 3.0)
MEDIAN = 5  # events of a person
METRIC = attrs.evolve(conversation_ratio(0, 0).metric, unit="persons")


def held(persons: int, sigma: float) -> tuple[float, float]:
    """Return how often intervals hold, of persons and as if events were independent."""
    random = np.random.default_rng([31, persons, int(10 * sigma)])
    shape = (RUNS, persons)
    events = np.ceil(MEDIAN * random.lognormal(0.0, sigma, shape)).astype(np.int64)
    talk = random.binomial(events, random.beta(*HABIT, shape))
    run = np.repeat(np.arange(RUNS), persons)
    by_person = Proportion(talk.ravel(), events.ravel(), metric=METRIC)
    of_persons = by_person.pooled(by=run).estimate.interval()
    of_events = Proportion(talk.sum(axis=1), events.sum(axis=1)).interval()
    return inside(of_persons), inside(of_events)


def inside(interval: Any) -> float:
    """Return the share of intervals that hold the mean habit."""
    truth = HABIT[0] / sum(HABIT)
    return float(((interval.low <= truth) & (truth <= interval.high)).mean())


def tables() -> dict[str, str]:
    """Return the table in Markdown."""
    lines = [*head("events a person, sigma", *(f"{m} persons" for m in PERSONS))]
    for sigma in SIGMAS:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SmallSampleWarning)
            did = [held(m, sigma) for m in PERSONS]
        cells = " | ".join(f"{of:.3f} ({alone:.3f})" for of, alone in did)
        lines.append(f"| {sigma} | {cells} |")
    return {"persons": "\n".join(lines)}
