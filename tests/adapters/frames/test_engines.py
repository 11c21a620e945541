"""What stands in an engine is found, and made ready to be summed."""

import ast
from pathlib import Path

import pytest

engines = pytest.importorskip("engagement_metrics.adapters._engines")
nw = pytest.importorskip("narwhals.stable.v2")
pa = pytest.importorskip("pyarrow")

ADAPTERS = Path(engines.__file__).parent
PLAIN = {"sum", "min", "max", "len", "alias", "col"}


def ready(column):
    """Return a column as numbers, with what is unknown and too large."""
    rows = engines.Rows.of(pa.table({"c": column}), {"n": engines.Asked("n", "c")})
    frame = engines.number(rows, "n").frame.collect()
    return [frame[name].to_list() for name in ("n", "n_unknown", "n_large")]


def test_numbers_say_what_is_not_known():
    """A null is 0 and unknown, a number beyond 2**53 is 0 and large."""
    assert [[1.0, 0.0, 0.0], [0, 1, 1], [0, 0, 1]] == ready([1, None, 2**53 + 1])
    infinite = float("inf")

    assert [[0.5, 0.0, 0.0], [0, 1, 1], [0, 0, 1]] == ready([0.5, None, infinite])


def test_labels_are_ascending_and_null_is_last():
    """Labels of several columns are tuples."""
    codes, names = engines.labelled([["b", None, "a", "b"]])

    assert ([1, 2, 0, 1], ("a", "b", None)) == (codes.tolist(), names)
    codes, names = engines.labelled([["b", "b"], [None, 1]])
    assert ([1, 0], (("b", 1), ("b", None))) == (codes.tolist(), names)


def test_an_engine_never_tried_is_refused(monkeypatch):
    """Some gave wrong sums without an error."""
    kind = type(nw.from_native(pa.table({"c": [1]})))
    unknown = property(lambda _: nw.Implementation.UNKNOWN)
    monkeypatch.setattr(kind, "implementation", unknown)
    with pytest.raises(ValueError, match="engine that these sums were tried on"):
        engines.Rows.of(pa.table({"c": [1]}), {"n": engines.Asked("n", "c")})


def calls(tree):
    """Yield the arguments of every ``agg``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "agg":
            yield from node.args


@pytest.mark.parametrize("module", ["_engines", "_pushdown", "_pairs", "_windows"])
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
