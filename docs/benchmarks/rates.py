"""Rows about rates, shares and how unequal parts are."""

from __future__ import annotations

from statistics import NormalDist
from typing import Any

import numpy as np

from case import Case, Data, Peer, close, duckdb_table, polars_frame
from engagement_metrics import Proportion, Rate
from engagement_metrics._kernels import distributions
from engagement_metrics.comparison import bootstrap
from engagement_metrics.tables import by_period

SEGMENTS = 20
YEAR = 365 * 86_400 * 10**6  # microseconds
START = 1_700_000_000 * 10**6  # in November 2023
Z = NormalDist().inv_cdf(0.975)
REPLICATES = 1000
SUMS = {"n": "1", "y": "y", "x": "x", "yy": "y * y", "yx": "y * x", "xx": "x * x"}


def posts(size: int) -> Data:
    """Return a year of posts: when, of which segment, engagements and reach."""
    draw = np.random.default_rng(4)
    reach = draw.integers(100, 10_000, size)
    return {
        "published": (START + draw.integers(0, YEAR, size)).view("M8[us]"),
        "segment": draw.integers(0, SEGMENTS, size),
        "y": draw.binomial(reach, 0.04),
        "x": reach,
    }


def _by_day(data: Data) -> Any:
    by = {"day": by_period(data["published"], "1d"), "segment": data["segment"]}
    return Rate(data["y"], data["x"]).pooled(by=by)


def _by_month(data: Data) -> Any:
    return Rate(data["y"], data["x"]).pooled(by=by_period(data["published"], "1mo"))


def _estimates(grouped: Any) -> Any:
    made = grouped.estimate
    return made.value[made.units > 0], made.standard_error[made.units > 0]


def _polars_sums(period: str, *keys: str) -> Any:
    def run(frame: Any) -> Any:
        import polars as pl

        y, x = pl.col("y"), pl.col("x")
        sums = {"n": pl.len(), "y": y, "x": x, "yy": y * y, "yx": y * x, "xx": x * x}
        grouped = frame.lazy().group_by(
            pl.col("published").dt.truncate(period).alias("period"), *keys
        )
        return grouped.agg(
            n=sums.pop("n"), **{name: sum_.sum() for name, sum_ in sums.items()}
        ).collect(engine="streaming")

    return run


def _duckdb_sums(period: str, *keys: str) -> Any:
    by = ", ".join([f"date_trunc('{period}', published) as period", *keys])
    places = ", ".join(str(place + 1) for place in range(1 + len(keys)))
    sums = ", ".join(f"sum({what}) as {name}" for name, what in SUMS.items())

    def run(connection: Any) -> Any:
        query = f"select {by}, {sums} from rows group by {places}"
        return connection.execute(query).fetchnumpy()

    return run


def _of_sums(*keys: str) -> Any:
    """Return what makes values and errors, in order, of a table of sums."""

    def answer(table: Any) -> Any:
        columns = {name: np.asarray(table[name]) for name in ("period", *keys, *SUMS)}
        rows = np.lexsort([columns[key] for key in (*keys[::-1], "period")])
        n, y, x, yy, yx, xx = (columns[s][rows].astype(float) for s in SUMS)
        value = y / x
        squares = yy - 2 * value * yx + value**2 * xx
        squares *= n / np.where(n > 1, n - 1, np.nan)
        return value, np.sqrt(np.maximum(squares, y)) / x

    return answer


def _nearly(ours: Any, theirs: Any) -> bool:
    """Return whether values are the same, and errors but for what cancels in them."""
    errors = np.allclose(ours[1], theirs[1], rtol=1e-6, equal_nan=True)
    return close(ours[0], theirs[0]) and errors


def _pooled(period: str, ours: Any, target: float, *keys: str) -> Case:
    answer = _of_sums(*keys)
    polars = _polars_sums({"day": "1d", "month": "1mo"}[period], *keys)
    duckdb = _duckdb_sums(period, *keys)
    return Case(
        name=f"pooled_by_{'_'.join((period, *keys))}",
        what=f"pooled rates by {' and '.join((period, *keys))}",
        sizes=(10**7,),
        data=posts,
        ours=ours,
        answer=_estimates,
        peers={
            "Polars": Peer(polars, target, polars_frame, answer, _nearly),
            "DuckDB": Peer(duckdb, target, duckdb_table, answer, _nearly),
        },
        note="the others give the six sums that value and error are made of",
    )


def shares(size: int) -> Data:
    """Return those that did of those that could have, some of nobody."""
    draw = np.random.default_rng(5)
    trials = draw.integers(0, 10_000, size)
    return {"successes": draw.binomial(trials, 0.3), "trials": trials}


def _wilson(data: Data) -> Any:
    interval = Proportion(data["successes"], data["trials"]).interval()
    return interval.low, interval.high


def _statsmodels(data: Data) -> Any:
    from statsmodels.stats.proportion import proportion_confint

    with np.errstate(all="ignore"):
        return proportion_confint(data["successes"], data["trials"], method="wilson")


def _polars_wilson(frame: Any) -> Any:
    import polars as pl

    k, n = pl.col("successes"), pl.col("trials")
    p = k / n
    middle = (k + Z * Z / 2) / (n + Z * Z)
    half = Z / (n + Z * Z) * ((n - k) * p + Z * Z / 4).sqrt()
    bounds = frame.lazy().select(low=middle - half, high=middle + half)
    return bounds.collect(engine="streaming")


def _nearly_bounds(ours: Any, theirs: Any) -> bool:
    known = ~np.isnan(ours[0])
    pairs = zip(ours, theirs, strict=True)
    return all(np.allclose(a[known], b[known], 1e-9, 1e-9) for a, b in pairs)


def counts(size: int) -> Data:
    """Return what each participant of some threads contributed."""
    draw = np.random.default_rng(6)
    items = np.floor(draw.lognormal(1, 1.5, size)) + 1
    threads = max(size // 50, 1)
    group = np.append(np.arange(threads), draw.integers(0, threads, size - threads))
    return {"group": group, "items": items}


def _gini(data: Data) -> Any:
    groups = int(data["group"].max()) + 1
    return distributions.gini_by_group(data["items"], data["group"], groups)


def _hill(data: Data) -> Any:
    groups = int(data["group"].max()) + 1
    return distributions.hill_by_group(data["items"], data["group"], groups, 1)


def _polars_grouped(data: Data) -> Any:
    import polars as pl

    return polars_frame(data).with_columns(pl.col("items").cast(pl.Int64)).lazy()


def _polars_gini(rows: Any) -> Any:
    import polars as pl

    x, n = pl.col("items"), pl.len().cast(pl.Int64)
    ranked = ((2 * pl.int_range(1, n + 1) - n - 1) * x.sort()).sum()
    value = ranked / (n * x.sum())
    return rows.group_by("group").agg(value=value).collect(engine="streaming")


def _polars_hill(rows: Any) -> Any:
    import polars as pl

    x = pl.col("items")
    value = (x.sum().log() - (x * x.log()).sum() / x.sum()).exp()
    return rows.group_by("group").agg(value=value).collect(engine="streaming")


def _in_order(table: Any) -> Any:
    return table.sort("group")["value"].to_numpy()


def _ratio_of_sums(y: Any, x: Any, axis: int = -1) -> Any:
    return y.sum(axis) / x.sum(axis)


def _bootstrap(data: Data) -> Any:
    drawn = bootstrap(
        lambda y, x: y / x,
        data["y"],
        data["x"],
        unit=np.arange(data["y"].size),
        replicates=REPLICATES,
        seed=7,
    )
    interval = drawn.interval()
    return interval.low, interval.high


def _scipy_bootstrap(data: Data) -> Any:
    from scipy import stats

    drawn = stats.bootstrap(
        (data["y"], data["x"]),
        _ratio_of_sums,
        paired=True,
        vectorized=True,
        n_resamples=REPLICATES,
        batch=10,
        method="percentile",
        rng=np.random.default_rng(7),
    )
    return drawn.confidence_interval


def persons(size: int) -> Data:
    """Return posts of twenty thousand accounts."""
    draw = np.random.default_rng(11)
    return {**posts(size), "account": draw.integers(0, max(size // 50, 10), size)}


def _cluster_bootstrap(data: Data) -> Any:
    drawn = bootstrap(
        lambda y, x: y / x,
        data["y"],
        data["x"],
        unit=data["account"],
        replicates=REPLICATES,
        seed=7,
    )
    interval = drawn.interval()
    return interval.low, interval.high


def _multinomial(data: Data) -> Any:
    draw = np.random.default_rng(7)
    y, x = (np.bincount(data["account"], data[name]) for name in ("y", "x"))
    sums = np.column_stack((y, x))
    share = np.full(y.size, 1 / y.size)
    drawn = [draw.multinomial(y.size, share) @ sums for _ in range(REPLICATES)]
    totals = np.array(drawn)
    return np.quantile(totals[:, 0] / totals[:, 1], (0.025, 0.975))


def _about(ours: Any, theirs: Any) -> bool:
    """Return whether bounds are the same but for what is drawn."""
    return np.allclose(ours, theirs, atol=0.2 * (ours[1] - ours[0]), rtol=0)


CASES = (
    _pooled("day", _by_day, 1.5, "segment"),
    _pooled("month", _by_month, 3),
    *(
        Case(
            name=f"grouped_{name}",
            what=f"{what} of each thread, of codes that are known to be good",
            sizes=(10**6,),
            data=counts,
            ours=ours,
            peers={"Polars": Peer(polars, 3, _polars_grouped, _in_order)},
        )
        for name, what, ours, polars in (
            ("gini", "Gini coefficient", _gini, _polars_gini),
            ("hill", "effective participants", _hill, _polars_hill),
        )
    ),
    Case(
        name="wilson",
        what="Wilson bounds of a column",
        sizes=(10**6,),
        data=shares,
        ours=_wilson,
        peers={
            "statsmodels": Peer(_statsmodels, 1.7, same=_nearly_bounds),
            "Polars": Peer(
                _polars_wilson,
                3,
                polars_frame,
                lambda table: table.to_numpy().T,
                _nearly_bounds,
            ),
        },
        rounds=21,
    ),
    Case(
        name="bootstrap",
        what="ratio of sums, a thousand times resampled by unit",
        sizes=(10**5,),
        data=posts,
        ours=_bootstrap,
        peers={"scipy.stats": Peer(_scipy_bootstrap, 10, same=_about)},
        quick=(10**4,),
    ),
    Case(
        name="bootstrap_by_account",
        what="the same, resampled by account",
        sizes=(10**6,),
        data=persons,
        ours=_cluster_bootstrap,
        peers={"accounts drawn with NumPy": Peer(_multinomial, 1, same=_about)},
        quick=(10**4,),
    ),
)
