"""Rows about who addresses whom, and about ids."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from case import Case, Data, Peer, duckdb_table, polars_frame
from engagement_metrics import Dyads, two_way_index
from engagement_metrics.tables import Ids
from engagement_metrics.two_way import arc_reciprocity

ROWS_PER_ACCOUNT = 50
PAIRS = """
    select least(actor, target) as low, greatest(actor, target) as high,
        count(*) filter (actor < target) as forth,
        count(*) filter (actor > target) as back
    from rows where actor <> target group by 1, 2
"""


def uniform(size: int) -> Data:
    """Return interactions of accounts that are all alike."""
    draw = np.random.default_rng(1)
    accounts = max(size // ROWS_PER_ACCOUNT, 2)
    return {name: draw.integers(0, accounts, size) for name in ("actor", "target")}


def zipf(size: int) -> Data:
    """Return interactions of accounts of which few do and receive most."""
    draw = np.random.default_rng(1)
    accounts = max(size // ROWS_PER_ACCOUNT, 2)
    edges = np.cumsum(1 / np.arange(1, accounts + 1))
    names = draw.permutation(accounts)

    def column() -> Any:
        places = np.searchsorted(edges / edges[-1], draw.random(size))
        return names[np.minimum(places, accounts - 1)]

    return {"actor": column(), "target": column()}


def dyads(data: Data) -> Dyads:
    """Return the pairs of a log, through the door."""
    return Dyads.of(actor=data["actor"], target=data["target"])


def _polars_pairs(frame: Any) -> Any:
    import polars as pl

    actor, target = pl.col("actor"), pl.col("target")
    rows = frame.lazy().filter(actor != target)
    rows = rows.select(
        low=pl.min_horizontal(actor, target),
        high=pl.max_horizontal(actor, target),
        forth=actor < target,
    )
    counts = rows.group_by("low", "high").agg(
        forth=pl.col("forth").sum().cast(pl.Int64), both=pl.len().cast(pl.Int64)
    )
    return counts.with_columns(back=pl.col("both") - pl.col("forth"))


def _polars_index(frame: Any) -> float:
    import polars as pl

    matched = pl.min_horizontal("forth", "back").sum()
    sums = _polars_pairs(frame).select(matched, pl.col("both").sum())
    y, x = sums.collect(engine="streaming").row(0)
    return 2 * y / x


def _polars_accounts(frame: Any) -> Any:
    import polars as pl

    pairs = _polars_pairs(frame).with_columns(y=2 * pl.min_horizontal("forth", "back"))
    ends = [pairs.select(pl.col(end).alias("id"), "y", "both") for end in PAIR_ENDS]
    value = pl.col("y").sum() / pl.col("both").sum()
    return pl.concat(ends).group_by("id").agg(value).collect(engine="streaming")


PAIR_ENDS = ("low", "high")


def _table(data: Data) -> Any:
    table = dyads(data).table()
    return table.first, table.second, table.sent, table.received


def _polars_table(frame: Any) -> Any:
    counts = _polars_pairs(frame).select("low", "high", "forth", "back")
    return counts.collect(engine="streaming")


def _duckdb_index(connection: Any) -> float:
    sums = "2.0 * sum(least(forth, back)) / sum(forth + back)"
    return connection.execute(f"select {sums} from ({PAIRS})").fetchone()[0]


def _duckdb_accounts(connection: Any) -> Any:
    ends = " union all ".join(
        f"select {end} as id, 2 * least(forth, back) as y, forth + back as x from pairs"
        for end in PAIR_ENDS
    )
    query = f"with pairs as ({PAIRS}) select id, sum(y) / sum(x) as value"
    return connection.execute(f"{query} from ({ends}) group by id").fetchnumpy()


def _scipy_index(data: Data) -> float:
    from scipy import sparse

    rows = data["actor"] != data["target"]
    places = data["actor"][rows], data["target"][rows]
    size = max(map(np.max, places)) + 1
    counts = sparse.csr_array((np.ones(places[0].size), places), shape=(size, size))
    return 2 * counts.minimum(counts.T).sum() / 2 / counts.sum()


def _packed(data: Data) -> Any:
    low, high = np.sort([data["actor"], data["target"]], axis=0)
    bits = int(high.max()).bit_length()
    return (((low << bits) | high) << 1) | (data["actor"] > data["target"])


def _igraph(data: Data) -> float:
    import igraph

    edges = np.column_stack((data["actor"], data["target"]))
    graph = igraph.Graph(n=int(edges.max()) + 1, edges=edges, directed=True)
    return graph.simplify().reciprocity()


def _networkx(pairs: list[tuple[int, int]]) -> float:
    import networkx as nx

    graph = nx.DiGraph(pairs)
    graph.remove_edges_from(list(nx.selfloop_edges(graph)))
    return nx.overall_reciprocity(graph)


def _listed(data: Data) -> list[tuple[int, int]]:
    return list(zip(data["actor"].tolist(), data["target"].tolist(), strict=True))


def _network(
    name: str, data: Callable[[int], Data], targets: tuple[float, float, float, float]
) -> Case:
    polars, duckdb, scipy, bare = targets
    return Case(
        name=f"two_way_{name}",
        what=f"two-way index of a network, {name}",
        sizes=(10**7,),
        data=data,
        ours=lambda data: two_way_index(dyads(data)).value,
        peers={
            "Polars": Peer(_polars_index, polars, polars_frame),
            "DuckDB": Peer(_duckdb_index, duckdb, duckdb_table),
            "scipy.sparse": Peer(_scipy_index, scipy),
            "one bare np.sort": Peer(
                np.sort, bare, _packed, same=lambda *_: True, at_most=True
            ),
        },
        megabytes=120,
    )


def _values(grouped: Any) -> Any:
    return np.asarray(grouped.labels), grouped.estimate.value


def _in_order(ids: Any, values: Any) -> Any:
    rows = np.argsort(ids)
    return ids[rows], values[rows]


def names(size: int) -> Data:
    """Return ids of text, each used ten times."""
    draw = np.random.default_rng(8)
    known = np.array([f"user_{n:x}" for n in draw.integers(0, 2**40, size // 10)])
    return {"id": known[draw.integers(0, known.size, size)]}


def _codes(data: Data) -> Any:
    ids = Ids.of(data["id"])
    return ids.codes, ids.categories


def _unique(data: Data) -> Any:
    found, codes = np.unique(data["id"], return_inverse=True)
    return codes, found


def _same_names(ours: Any, theirs: Any) -> bool:
    return all(map(np.array_equal, ours, theirs))


CASES = (
    _network("uniform", uniform, (6, 8, 4, 1.5)),
    _network("zipf", zipf, (5, 6, 3, 1.8)),
    Case(
        name="arc_reciprocity",
        what="share of ties that are returned",
        sizes=(10**6,),
        data=uniform,
        ours=lambda data: arc_reciprocity(dyads(data)).value,
        peers={"igraph": Peer(_igraph, 40)},
        note="igraph builds its graph each time",
    ),
    Case(
        name="arc_reciprocity_networkx",
        what="the same, beside NetworkX",
        sizes=(3 * 10**5,),
        data=uniform,
        ours=lambda data: arc_reciprocity(dyads(data)).value,
        peers={"NetworkX": Peer(_networkx, 200, _listed)},
        note="NetworkX builds its graph each time; fewer rows, for its sake",
    ),
    Case(
        name="two_way_by_account",
        what="two-way index of every account",
        sizes=(10**6,),
        data=uniform,
        ours=lambda data: two_way_index(dyads(data), by="account"),
        answer=_values,
        peers={
            "Polars": Peer(
                _polars_accounts,
                6,
                polars_frame,
                answer=lambda frame: _in_order(*frame.to_numpy().T),
            ),
            "DuckDB": Peer(
                _duckdb_accounts,
                6,
                duckdb_table,
                answer=lambda out: _in_order(out["id"], out["value"]),
            ),
        },
        note="ours keeps what its interval needs; the others give the value alone",
    ),
    Case(
        name="dyad_table",
        what="a row for each pair",
        sizes=(10**7,),
        data=uniform,
        ours=_table,
        peers={
            "Polars": Peer(
                _polars_table,
                3.5,
                polars_frame,
                lambda table: tuple(table.sort("low", "high").to_numpy().T),
            )
        },
        note="ours is in order, that of Polars in none",
    ),
    Case(
        name="names",
        what="ids of text to codes",
        sizes=(10**6,),
        data=names,
        ours=_codes,
        peers={"np.unique": Peer(_unique, 4, same=_same_names)},
    ),
)
