"""
How often intervals of response rates and times hold the truth.

Persons ask, each with a propensity of their own to be answered. In about two minutes:
`python docs/benchmarks/coverage.py responses`.
"""

from __future__ import annotations

import warnings
from datetime import timedelta
from typing import Any

import numpy as np

from engagement_metrics import Responses
from engagement_metrics.conversation import (
    mean_response_time,
    response_rate,
    response_time,
)
from engagement_metrics.errors import SmallSampleWarning

RUNS = 2_000
HOUR = 3_600_000_000  # microseconds
START = np.datetime64("2026-01-05", "us")
DESIGNS: dict[str, list[int]] = {
    "5 persons × 10 questions": [10] * 5,
    "10 × 10": [10] * 10,
    "20 × 5": [5] * 20,
    "100 × 3": [3] * 100,
    "10, from 1 to 40": [1, 1, 2, 3, 5, 8, 10, 15, 25, 40],
    "40, from 1 to 20": [1] * 20 + [2] * 10 + [5] * 6 + [20] * 4,
}
HORIZONS = {"early": 2.0, "middle": 8.0, "late": 24.0}
LEVEL = 0.95


def waits(persons: np.ndarray, random: np.random.Generator, alike: float) -> Any:
    """
    Return hours to the answer of each question, lognormal with a median of 6 hours.

    *alike* is the correlation of log times of one person.
    """
    own = random.standard_normal(persons.max() + 1)[persons]
    rest = random.standard_normal(persons.size)
    mixed = np.sqrt(alike) * own + np.sqrt(1 - alike) * rest
    return 6.0 * np.exp(1.2 * mixed)


def samples(sizes: list[int], *, alike: float, tick: float, seed: int) -> Any:
    """Return questions of all runs, their run, with times rounded up to ticks."""
    random = np.random.default_rng([seed, len(sizes), sum(sizes)])
    persons = np.repeat(np.arange(RUNS * len(sizes)), np.tile(sizes, RUNS))
    runs = np.repeat(np.arange(RUNS), sum(sizes))
    hours = waits(persons, random, alike)
    watched = random.uniform(0, 60, hours.size)
    watched[random.random(hours.size) < 0.5] = 60.0
    if tick:
        hours, watched = np.ceil(hours / tick) * tick, np.ceil(watched / tick) * tick
    asked = np.full(hours.size, START)
    responses = Responses.of(
        asked=asked,
        answered=asked + (hours * HOUR).astype("timedelta64[us]"),
        until=asked + (watched * HOUR).astype("timedelta64[us]"),
        asker=persons,
    )
    return responses, runs


def held(answer: Any, truth: float) -> float:
    """Return how often the intervals hold the truth; none counts as a miss."""
    bounds = answer.estimate.interval(LEVEL)
    return float(((bounds.low <= truth) & (truth <= bounds.high)).mean())


def truths(random: np.random.Generator) -> tuple[Any, Any]:
    """Return the share answered within each horizon, and the restricted means."""
    hours = 6.0 * np.exp(1.2 * random.standard_normal(4_000_000))
    shares = {name: float((hours <= h).mean()) for name, h in HORIZONS.items()}
    means = {n: float(np.minimum(hours, h).mean() * 3600) for n, h in HORIZONS.items()}
    return shares, means


def table(alike: float, *, known: bool = True) -> list[str]:
    """Return the coverage of rates, restricted means and medians, in Markdown."""
    shares, means = truths(np.random.default_rng(1))
    names = [f"rate, {n}" for n in HORIZONS]
    names += ["mean, middle", "median", "median, ticks of 2 h", "ticks of 6 h"]
    lines = [f"| questions | {' | '.join(names)} |", "|---|" + "---|" * len(names)]
    for name, sizes in DESIGNS.items():
        responses, runs = samples(sizes, alike=alike, tick=0, seed=2)
        if not known:
            responses = without_askers(responses)
        cells = [
            held(
                response_rate(responses, within=timedelta(hours=h), by=runs), shares[n]
            )
            for n, h in HORIZONS.items()
        ]
        middle = timedelta(hours=HORIZONS["middle"])
        mean = mean_response_time(responses, within=middle, by=runs)
        cells += [held(mean, means["middle"])]
        for tick in (0, 2, 6):
            responses, runs = samples(sizes, alike=alike, tick=tick, seed=3)
            if not known:
                responses = without_askers(responses)
            cells.append(held(response_time(responses, by=runs), 5.9999 * 3600))
        lines.append(f"| {name} | {' | '.join(f'{cell:.3f}' for cell in cells)} |")
    return lines


def without_askers(responses: Responses) -> Responses:
    """Return the questions without those who asked them."""
    return Responses.of(
        asked=responses.asked, answered=responses.answered, until=responses.until
    )


def tables() -> dict[str, str]:
    """Return tables of questions alike within persons, not alike, without askers."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SmallSampleWarning)  # few persons are the point
        return {
            "answers-alike": "\n".join(table(0.5)),
            "answers": "\n".join(table(0.0)),
            "answers-without-askers": "\n".join(table(0.5, known=False)),
        }
