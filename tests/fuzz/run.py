"""
Fuzz a parser with atheris: ``python tests/fuzz/run.py DOOR [RUNS]``.

It begins with the corpus of the door and stops at the first exception that is not ours,
leaving the bytes in a file of the current folder: mend, and add them to the corpus.
"""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
import warnings
from pathlib import Path
from typing import Any

os.environ["POLARS_MAX_THREADS"] = "1"  # before Polars is loaded: small frames

import atheris

OURS = ["engagement_metrics.adapters", "json.decoder"]

with atheris.instrument_imports(include=OURS):
    from doors import DOORS

warnings.simplefilter("error")
CORPUS = Path(__file__).parent / "corpus"
ODD: list[Any] = [
    None, True, -1, 0.5, 2**53 + 1, 2**70, 10**400, float("nan"), float("inf"), "",
    "a", "f", "U", "\ud83d", "NaT", "2025-05-01", "2025-05-01T10:00:00+02:00", [], {},
    [[1], "x"], {"array": "f", "of": [1]}, {"number": "1e999"}, {"evidence": "Rate"},
]  # fmt: skip


def changed(data: bytes, most: int, seed: int) -> bytes:
    """Return lines of JSON with one thing in it changed; or any bytes changed."""
    chance = random.Random(seed)
    lines = data.split(b"\n")
    place = chance.randrange(len(lines))
    try:
        tree = [json.loads(lines[place])]
    except (ValueError, RecursionError):
        return atheris.Mutate(data, most)
    within: list[Any] = [tree]
    for node in within:
        children = node.values() if isinstance(node, dict) else node
        within += [x for x in children if isinstance(x, (dict, list)) and x]
    node = chance.choice(within)
    key = chance.choice(list(node) if isinstance(node, dict) else range(len(node)))
    match chance.randrange(5):
        case 0:
            return atheris.Mutate(data, most)
        case 1 if node is not tree:
            del node[key]
        case 2:
            node[key] = chance.choice(within)
        case _:
            node[key] = chance.choice(ODD)
    try:
        lines[place] = json.dumps(tree[0]).encode()
    except (ValueError, RecursionError):  # it holds itself
        return atheris.Mutate(data, most)
    made = b"\n".join(lines)
    return made if len(made) <= most else atheris.Mutate(data, most)


def main(name: str, runs: str = "2000000") -> None:
    """Run one door."""
    options = [f"-runs={runs}", "-max_len=4096", "-timeout=60"]
    mutator = {"custom_mutator": changed} if name in {"evidence", "ndjson"} else {}
    with tempfile.TemporaryDirectory() as found:
        folders = [found, str(CORPUS / name)]
        atheris.Setup([sys.argv[0], *options, *folders], DOORS[name], **mutator)
        atheris.Fuzz()


main(*sys.argv[1:])
