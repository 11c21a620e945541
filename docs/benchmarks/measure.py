"""Measure one case in this process, which is a fresh one, and print what was found."""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from contextlib import suppress
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from case import Case, Data
from cases import CASES

MEGABYTE = 10**6
OURS = "ours"


def times(case: Case, size: int, rounds: int, folder: Path) -> dict[str, Any]:
    """Return medians of CPU and wall time of all, interleaved, once they agree."""
    data = case.data(size)
    for name, column in data.items():
        np.save(folder / f"{name}.npy", column)
    runs = {OURS: (case.ours, case.prepare(data))}
    runs |= {name: (p.run, p.prepare(data)) for name, p in case.peers.items()}
    _check(case, data, {name: run(given) for name, (run, given) in runs.items()})
    spent: dict[str, list[tuple[float, float]]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, (run, given) in runs.items():
            cpu, wall = _cpu(), time.perf_counter()
            run(given)
            spent[name].append((_cpu() - cpu, time.perf_counter() - wall))
    return {
        name: dict(
            zip(("cpu", "wall"), map(median, zip(*each, strict=True)), strict=True)
        )
        for name, each in spent.items()
    }


def _cpu() -> float:
    """Return the seconds of CPU that this process and its ended children have used."""
    used = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


def _check(case: Case, data: Data, answers: dict[str, Any]) -> None:
    """Refuse to time those that do not give the same answer."""
    ours = case.answer(answers[OURS])
    if case.expected is not None and ours != case.expected(data):
        raise ValueError(f"{case.name}: {ours} is not {case.expected(data)}")
    for name, peer in case.peers.items():
        theirs = peer.answer(answers[name])
        if not peer.same(ours, theirs):
            raise ValueError(f"{case.name}: {ours} is not {name}'s {theirs}")


def memory(case: Case, who: str, folder: Path) -> dict[str, float]:
    """Return the most memory that was held while it ran, above its input."""
    data = {path.stem: np.load(path) for path in folder.glob("*.npy")}
    if who == OURS:
        run, given = case.ours, case.prepare(data)
    else:
        run, given = case.peers[who].run, case.peers[who].prepare(data)
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")  # Linux: the peak so far is now
    before = _peak()
    run(given)
    return {"megabytes": (_peak() - before) / MEGABYTE}


def _peak() -> int:
    """Return the most memory this process has held, in bytes."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def main() -> None:
    """Measure what the arguments say, and print it as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("case", choices=CASES)
    parser.add_argument("--size", type=int, required=True)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--memory", metavar="WHO")
    given = parser.parse_args()
    case = CASES[given.case]
    if given.memory:
        found: Any = memory(case, given.memory, given.folder)
    else:
        found = times(case, given.size, given.rounds, given.folder)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
