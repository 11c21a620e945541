"""What stands in an engine elsewhere is found, and made ready to be summed."""

import ast
from pathlib import Path

import pytest

engines = pytest.importorskip("engagement_metrics.adapters.frames._engines")
nw = pytest.importorskip("narwhals.stable.v2")

ADAPTERS = Path(engines.__file__).parent
PLAIN = {"sum", "min", "max", "len", "alias", "col"}


def rows_of(**columns):
    """Return columns as rows of an engine, under their own names."""
    known = nw.from_native(pytest.importorskip("polars").LazyFrame(columns))
    return engines.Rows.of(known, {name: name for name in columns})


def ready(column):
    """Return a column as numbers, and what is unknown and too large."""
    frame = engines.numbers(rows_of(n=column), "n").frame.collect()
    return [frame[name].to_list() for name in ("n", "n_bad")]


def test_numbers_say_what_is_not_known():
    """A null is 0 and counts 1, a number beyond 2**53 counts so much that it shows."""
    large = engines.LARGE

    assert [[1.0, 0.0], [0, 1]] == ready([1, None])
    assert large <= ready([1, 2**53 + 1])[1][1]
    assert [0, 1, large] == ready([0.5, None, float("inf")])[1]


def test_keys_have_no_null():
    """Beside each stands whether it was one."""
    frame = engines.key(rows_of(k=["b", None], m=[True, None]), "k", "m").frame

    assert [("b", 0), ("", 1)] == [
        (row["k"], row["k_null"]) for row in frame.collect().iter_rows(named=True)
    ]
    assert [True, False] == frame.collect()["m"].to_list()


def test_arguments_name_columns_of_an_engine():
    """Signs that an engine may not take are left out."""
    names = {"by[0]": "by_0", "actions['like']": "actions_like", "count": "count"}

    assert [*names.values()] == [engines.alias(name) for name in names]


def test_an_engine_never_tried_is_refused(monkeypatch):
    """Some gave wrong sums without an error."""
    kind = nw.LazyFrame
    unknown = property(lambda _: nw.Implementation.UNKNOWN)
    monkeypatch.setattr(kind, "implementation", unknown)
    with pytest.raises(ValueError, match="engine that these sums were tried on"):
        rows_of(c=[1])


def calls(tree):
    """Yield the arguments of every ``agg``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "agg":
            yield from node.args


@pytest.mark.parametrize("module", ["_engines", "_sums", "_pairs"])
def test_nothing_but_plain_sums_is_aggregated(module):
    """Some engines ignore a condition within an aggregate, without an error."""
    tree = ast.parse((ADAPTERS / f"{module}.py").read_text())
    used = {
        node.func.attr
        for argument in calls(tree)
        for node in ast.walk(argument)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }

    assert used <= PLAIN
