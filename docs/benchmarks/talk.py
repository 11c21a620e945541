"""Rows about answers and threads."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np

from case import Case, Data, Peer, duckdb_table, polars_frame
from engagement_metrics import Interactions, ResponsePolicy, Responses, Threads
from engagement_metrics._kernels import replies
from engagement_metrics._kernels.sorting import lookup
from engagement_metrics.conversation import thread_shape

BRAND = 0
SECOND = 10**6
START = 10**15  # microseconds: in 2001
POLICY = ResponsePolicy(asks=None, answers=None)
BY_NEXT = ResponsePolicy(match="next", asks=None, answers=None)


def messages(size: int) -> Data:
    """Return a log in which a brand answers two in three of those who write to it."""
    draw = np.random.default_rng(2)
    person = draw.integers(1, max(size // 20, 2), size)
    inbound = draw.random(size) < 0.6
    inbound[0] = True
    asked = np.maximum(np.arange(size) - draw.geometric(1e-4, size), 0)
    asked = np.maximum.accumulate(np.where(inbound, np.arange(size), 0))[asked]
    post = np.cumsum(draw.integers(1, 2000, size)) + START
    return {
        "actor": np.where(inbound, person, BRAND),
        "target": np.where(inbound, BRAND, person[asked]),
        "post": post,
        "reply_to": np.where(inbound, post[0] - 1, post[asked]),
        "sent": (np.cumsum(draw.integers(1, SECOND, size)) + START).view("M8[us]"),
    }


def _log(data: Data, *, by: str = "reply") -> Interactions:
    columns = {"actor": data["actor"], "target": data["target"], "at": data["sent"]}
    if by == "reply":
        none = data["actor"] != BRAND
        reply_to = np.ma.masked_array(data["reply_to"], none)
        columns |= {"post": data["post"], "in_reply_to": reply_to}
    return Interactions.of(**columns)


def _by_id(data: Data) -> Any:
    return Responses.of_log(_log(data), to=BRAND, policy=POLICY).answered


def _questions(log: Interactions) -> Any:
    return Responses.of_log(log, to=BRAND, policy=POLICY).answered


def _by_person(data: Data) -> Any:
    log = _log(data, by="person")
    return Responses.of_log(log, to=BRAND, policy=BY_NEXT).answered


def _kernel_by_id(data: Data) -> Any:
    at = data["sent"].view(np.int64)
    asked = data["post"][np.flatnonzero(data["target"] == BRAND)]
    rows = np.flatnonzero(data["actor"] == BRAND)
    question = lookup(asked, data["reply_to"][rows])
    known = np.flatnonzero(question >= 0)
    times = np.append(at[rows[known]], replies.NEVER)
    first = replies.first_answers(question[known], times[:-1], asked.size)
    return times[first].view("M8[us]")


def _polars_by_id(frame: Any) -> Any:
    import polars as pl

    answers = frame.lazy().filter(pl.col("actor") == BRAND)
    first = answers.group_by("reply_to").agg(answered=pl.col("sent").min())
    questions = frame.lazy().filter(pl.col("target") == BRAND)
    joined = questions.join(
        first,
        left_on="post",
        right_on="reply_to",
        how="left",
        maintain_order="left",
    )
    return joined.select("answered").collect(engine="streaming")


def _duckdb_by_id(connection: Any) -> Any:
    return connection.execute(f"""
        create or replace temp table result as
        select post, answered from rows left join (
            select reply_to, min(sent) as answered from rows
            where actor = {BRAND} group by 1
        ) first on rows.post = first.reply_to where target = {BRAND}
    """)


def _duckdb_answer_of(connection: Any) -> Any:
    rows = connection.execute("select answered from result order by post")
    return rows.fetchnumpy()["answered"].filled(np.datetime64("NaT", "us"))


def _sides(data: Data) -> Any:
    inbound = data["target"] == BRAND
    questions = {"person": data["actor"][inbound], "sent": data["sent"][inbound]}
    sent = data["sent"][~inbound]
    answers = {"person": data["target"][~inbound], "sent": sent, "answered": sent}
    return questions, answers


def _pandas_sides(data: Data) -> Any:
    import pandas as pd

    return [pd.DataFrame(side) for side in _sides(data)]


def _pandas_as_of(sides: Any) -> Any:
    import pandas as pd

    return pd.merge_asof(*sides, on="sent", by="person", direction="forward")


def _polars_sides(data: Data) -> Any:
    return [polars_frame(side).set_sorted("sent") for side in _sides(data)]


def _polars_as_of(sides: Any) -> Any:
    questions, answers = sides
    return questions.join_asof(
        answers, on="sent", by="person", strategy="forward", check_sortedness=False
    )


def _answered(table: Any) -> Any:
    return table["answered"].to_numpy()


def _same_times(ours: Any, theirs: Any) -> bool:
    return np.array_equal(ours, theirs.astype("M8[us]"), equal_nan=True)


def _time_peer(run: Any, target: float, prepare: Any, answer: Any = _answered) -> Peer:
    return Peer(run, target, prepare, answer, _same_times)


def random_forest(size: int) -> Data:
    """Return posts that each reply to one before them, in a thousand threads."""
    draw = np.random.default_rng(3)
    roots = max(size // 1000, 1)
    parent = np.full(size, -1)
    parent[roots:] = (draw.random(size - roots) * np.arange(roots, size)).astype(int)
    return {"parent": parent}


def chain(size: int) -> Data:
    """Return posts that each reply to the one before."""
    return {"parent": np.arange(-1, size - 1)}


def threads(data: Data) -> Any:
    """Return the depths, sizes and virality of posts and threads."""
    parent = np.ma.masked_array(data["parent"], data["parent"] < 0)
    forest = Threads.of(post=np.arange(parent.size), parent=parent)
    shape = thread_shape(forest)
    return forest.depth, forest.descendants + 1, shape.size, shape.virality


def _dictionary(data: Data) -> dict[int, int]:
    return dict(enumerate(data["parent"].tolist()))


def _walk(parents: dict[int, int]) -> Any:
    below, roots = defaultdict(list), []
    for post, parent in parents.items():
        (below[parent] if parent >= 0 else roots).append(post)
    depth, sizes, virality = dict.fromkeys(roots, 0), dict.fromkeys(parents, 1), {}
    for root in roots:
        thread = [root]
        for post in thread:
            for reply in below.get(post, ()):
                depth[reply] = depth[post] + 1
                thread.append(reply)
        for post in reversed(thread[1:]):
            sizes[parents[post]] += sizes[post]
        n = len(thread)
        apart = sum(sizes[post] * (n - sizes[post]) for post in thread)
        virality[root] = 2 * apart / (n * (n - 1)) if n > 1 else float("nan")
    return depth, sizes, {root: sizes[root] for root in roots}, virality


def _columns(answer: Any) -> Any:
    return tuple(np.array([each[key] for key in sorted(each)]) for each in answer)


def _edges(data: Data) -> list[tuple[int, int]]:
    return [(up, post) for post, up in enumerate(data["parent"].tolist()) if up >= 0]


def _networkx(edges: list[tuple[int, int]]) -> Any:
    import networkx as nx

    graph = nx.DiGraph(edges)
    depth, sizes, threads, virality = {}, {}, {}, {}
    for root in [post for post, degree in graph.in_degree() if degree == 0]:
        for level, layer in enumerate(nx.bfs_layers(graph, root)):
            depth |= dict.fromkeys(layer, level)
        order = list(nx.dfs_postorder_nodes(graph, root))
        for post in order:
            sizes[post] = 1 + sum(sizes[reply] for reply in graph.successors(post))
        threads[root] = n = len(order)
        apart = sum(sizes[post] * (n - sizes[post]) for post in order)
        virality[root] = 2 * apart / (n * (n - 1)) if n > 1 else float("nan")
    return depth, sizes, threads, virality


def _linked(answer: Any) -> Any:
    """Return the threads that have a reply: a graph of edges knows of no other."""
    depth, sizes, size, virality = answer
    roots = np.flatnonzero(depth == 0)
    alone = np.zeros(depth.size, np.bool_)
    alone[roots[size == 1]] = True
    return depth[~alone], sizes[~alone], size[size > 1], virality[size > 1]


def walk_of(target: float) -> Peer:
    """Return the walk of a dictionary of parents, as one would write it in Python."""
    return Peer(_walk, target, _dictionary, _columns)


def _forest(name: str, data: Any, walk: float) -> Case:
    return Case(
        name=f"threads_{name}",
        what=f"depths, sizes and virality of threads, {name}",
        sizes=(10**6,),
        data=data,
        ours=threads,
        peers={"a walk of dictionaries": walk_of(walk)},
    )


CASES = (
    Case(
        name="replies_by_id",
        what="when each was answered, by id, from the columns of a log",
        sizes=(3 * 10**6,),
        data=messages,
        ours=_by_id,
        peers={
            "Polars": _time_peer(_polars_by_id, 3, polars_frame),
            "DuckDB": _time_peer(_duckdb_by_id, 3, duckdb_table, _duckdb_answer_of),
        },
        note="the log and its checks are part of it, not so of the others; fewer rows,"
        " to save time",
    ),
    Case(
        name="replies_by_id_log",
        what="the same, from a log that is there",
        sizes=(3 * 10**6,),
        data=messages,
        prepare=_log,
        ours=_questions,
        peers={
            "Polars": _time_peer(_polars_by_id, 3, polars_frame),
            "DuckDB": _time_peer(_duckdb_by_id, 3, duckdb_table, _duckdb_answer_of),
        },
        note="the log stands for the container of the others; fewer rows, to save time",
    ),
    Case(
        name="replies_by_id_kernel",
        what="the same, of codes that are known to be good",
        sizes=(10**7,),
        data=messages,
        ours=_kernel_by_id,
        peers={
            "Polars": _time_peer(_polars_by_id, 3, polars_frame),
            "DuckDB": _time_peer(_duckdb_by_id, 3, duckdb_table, _duckdb_answer_of),
        },
    ),
    Case(
        name="replies_by_person",
        what="when each was answered, by the next message back",
        sizes=(10**6,),
        data=messages,
        ours=_by_person,
        peers={
            "pandas merge_asof": _time_peer(_pandas_as_of, 2, _pandas_sides),
            "Polars join_asof": _time_peer(_polars_as_of, 5, _polars_sides),
        },
        note="the others are given questions and answers as two sorted tables",
    ),
    _forest("random", random_forest, 15),
    _forest("chain", chain, 4),
    Case(
        name="threads_networkx",
        what="the same as threads_random, beside NetworkX",
        sizes=(10**6,),
        data=random_forest,
        ours=threads,
        answer=_linked,
        peers={"NetworkX": Peer(_networkx, 100, _edges, _columns)},
        note="NetworkX builds its graph each time; it has no subtree sizes of its own,"
        " so they are summed along its walk",
    ),
)
