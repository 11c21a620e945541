"""Rows about odd shapes, about single numbers and about starting up."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np

from case import Case, Data, Peer
from engagement_metrics import Proportion, Threads
from engagement_metrics.tables import Ids
from talk import chain, threads, walk_of

MILLION = (10**6,)
LONGEST = 2.0  # seconds of a million posts, whatever their shape
NEVER_SAME = 2**44  # ids this far apart differ in their leading bits alone


def ring(size: int) -> Data:
    """Return posts that each reply to the one before, and the first to the last."""
    return {"parent": np.roll(np.arange(size), 1)}


def caterpillar(size: int) -> Data:
    """Return a chain of posts of which each has one more reply."""
    rows = np.arange(size)
    return {"parent": np.where(rows % 2 == 0, rows - 2, rows - 1).clip(-1)}


def _set_aside(data: Data) -> int:
    return len(Threads.of(post=np.arange(data["parent"].size), **data).set_aside)


def alike(size: int) -> Data:
    """Return ids that differ in their leading bits alone, and random ones."""
    draw = np.random.default_rng(12)
    few = draw.integers(0, size // 10, size) % 2**18
    return {"id": few * NEVER_SAME, "random": draw.integers(0, 2**62, 2**18)[few]}


def alike_text(size: int) -> Data:
    """Return long ids of text that begin alike, and as long ones that do not."""
    data = alike(size)
    named = {"id": data["id"] // NEVER_SAME, "random": data["random"]}
    return {
        "id": np.array([f"{n:035d}" for n in named["id"].tolist()]),
        "random": np.array([f"{n:<035d}" for n in named["random"].tolist()]),
    }


def _first_codes(data: Data) -> Any:
    return Ids.of(data["id"]).codes


def _other_codes(data: Data) -> Any:
    return Ids.of(data["random"]).codes


def sparse(size: int) -> Data:
    """Return ids of 64 bits, each used ten times."""
    draw = np.random.default_rng(13)
    return {
        "id": draw.integers(0, 2**62, size // 10)[draw.integers(0, size // 10, size)]
    }


def _names(data: Data) -> Any:
    ids = Ids.of(data["id"])
    return ids.categories[ids.codes]


def _pandas_factorize(data: Data) -> Any:
    import pandas as pd

    return pd.factorize(data["id"])


def _pyarrow_encode(column: Any) -> Any:
    return column.dictionary_encode()


def _pyarrow_array(data: Data) -> Any:
    import pyarrow as pa

    return pa.array(data["id"])


def _pyarrow_names(column: Any) -> Any:
    return np.array(column.to_pylist())


def _listed(data: Data) -> list[str]:
    return [f"user_{n:x}" for n in data["id"].tolist()]


def listed(size: int) -> Data:
    """Return a list of texts, each used ten times."""
    return {"id": np.array(_listed(sparse(size)))}


def _from_list(data: Data) -> Any:
    return _names({"id": data["id"].tolist()})


def _pyarrow_from_list(column: list[str]) -> Any:
    import pyarrow as pa

    return pa.array(column).dictionary_encode()


def one(size: int) -> Data:
    """Return one share, asked for again and again."""
    return {"times": np.array([size])}


def _scalar_wilson(data: Data) -> Any:
    for _ in range(int(data["times"][0])):
        bounds = Proportion(12, 340).interval()
    return bounds.low, bounds.high


def _scalar_statsmodels(data: Data) -> Any:
    from statsmodels.stats.proportion import proportion_confint

    for _ in range(int(data["times"][0])):
        bounds = proportion_confint(12, 340, method="wilson")
    return bounds


FIRST_NUMBER = """
from engagement_metrics import engagement_rate
engagement_rate(12, reach=340).value
"""


def _started(program: str) -> Any:
    subprocess.run([sys.executable, "-c", program], check=True)


def _always(*_: Any) -> bool:
    return True


def _started_peer(program: str, target: float) -> Peer:
    return Peer(lambda _: _started(program), target, same=_always, at_most=True)


CASES = (
    Case(
        name="threads_caterpillar",
        what="depths, sizes and virality of threads, a chain with a reply to each",
        sizes=MILLION,
        data=caterpillar,
        ours=threads,
        peers={"a walk of dictionaries": walk_of(6)},
        seconds=LONGEST,
    ),
    Case(
        name="threads_deep",
        what="the same of a chain: whether its depth matters",
        sizes=MILLION,
        data=chain,
        ours=threads,
        seconds=LONGEST,
    ),
    Case(
        name="threads_ring",
        what="posts that reply to each other in one circle: all are set aside",
        sizes=MILLION,
        data=ring,
        ours=_set_aside,
        expected=lambda data: data["parent"].size,
        seconds=LONGEST,
    ),
    Case(
        name="ids_alike",
        what="ids that differ in their leading bits alone, beside random ones",
        sizes=MILLION,
        data=alike,
        ours=_first_codes,
        peers={"random ids": Peer(_other_codes, 1.5, same=_always, at_most=True)},
        rounds=11,
    ),
    Case(
        name="names_alike",
        what="ids of 35 digits that begin alike, beside some that do not",
        sizes=MILLION,
        data=alike_text,
        ours=_first_codes,
        peers={"random ids": Peer(_other_codes, 1.5, same=_always, at_most=True)},
        rounds=11,
    ),
    Case(
        name="ids_sparse",
        what="ids of 64 bits to codes",
        sizes=MILLION,
        data=sparse,
        ours=_names,
        peers={
            "pandas.factorize": Peer(
                _pandas_factorize, 1.1, answer=lambda out: out[1][out[0]]
            ),
            "PyArrow": Peer(_pyarrow_encode, 0.7, _pyarrow_array, _pyarrow_names),
        },
        note="ours come in order of the ids, the others in order of appearance; of ours"
        " the names of all rows are looked up, too",
    ),
    Case(
        name="names_listed",
        what="ids of text to codes, from a list",
        sizes=MILLION,
        data=listed,
        ours=_from_list,
        peers={
            "PyArrow": Peer(
                _pyarrow_from_list,
                0.3,
                lambda data: data["id"].tolist(),
                _pyarrow_names,
                np.array_equal,
            )
        },
        note="the making of the list and the look-up of all names are part of ours",
    ),
    Case(
        name="wilson_once",
        what="Wilson bounds of one share, asked for a thousand times",
        sizes=(1000,),
        data=one,
        ours=_scalar_wilson,
        peers={"statsmodels": Peer(_scalar_statsmodels, 12)},
        quick=(1000,),
        rounds=21,
    ),
    Case(
        name="first_number",
        what="Python, the import and a first engagement rate",
        sizes=(1,),
        data=one,
        ours=lambda _: _started(FIRST_NUMBER),
        peers={
            "the import of NumPy": _started_peer("import numpy", 1.15),
            "the import of pandas": _started_peer("import pandas", 1),
        },
        quick=(1,),
        rounds=21,
    ),
    Case(
        name="import",
        what="Python and the import",
        sizes=(1,),
        data=one,
        ours=lambda _: _started("import engagement_metrics"),
        peers={"Python alone": _started_peer("pass", 1.3)},
        quick=(1,),
        rounds=21,
    ),
)
