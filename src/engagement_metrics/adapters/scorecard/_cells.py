"""Numbers, ids and times from columns of cells, and why a cell cannot be read."""

from __future__ import annotations

from typing import Any, Literal, cast

import polars as pl

from engagement_metrics.adapters.scorecard._reading import ReportError, plain

__all__ = ["Dates", "ids", "numbers", "times"]

Dates = Literal["dmy", "mdy"]
BLANK = ["", "-", "–", "—", "n/a", "na", "null", "none", "nan"]
LARGEST = 2.0**53
GROUP = "[,\u00a0\u202f\u2009 ]"
DIGITS = r"[+-]?[0-9]+"
# why a cell is not a number, and what to give instead
ODD = {
    r"%\s*$": "is a percentage: give its counts",
    r"(?i)^[+-]?[0-9.,\s]+\s*[kmb]$": "is rounded: export the full number",
    r"(?i)^[+-]?[0-9.,]+e[+-]?[0-9]+$": "is rounded: export the full number",
}
DAY = r"^\d{1,2}[/.\-]\d{1,2}[/.\-](\d{4}|\d{2})\b"
CLOCK = ["", " %H:%M", " %H:%M:%S", " %H:%M:%S%.f", " %I:%M %p", " %I:%M:%S %p"]
ZONE = r"(?i)(z|utc|gmt|[+-]\d{2}:?\d{2})$"
SECONDS, MILLISECONDS = (6.3e8, 7.3e9), (6.3e11, 7.3e12)  # the years 1990 to 2200
YEARS = -62_135_596_800, 253_402_300_799  # 1 to 9999, in seconds since 1970
SCALES: dict[Any, float] = {"ms": 1e3, "us": 1e6, "ns": 1e9, pl.Date: 1 / 86_400}


def numbers(
    column: pl.Series, *, decimal: str | None = None, signed: bool = False
) -> tuple[pl.Series, pl.Series]:
    """Return numbers, null where missing, and why a cell cannot be read."""
    if column.dtype == pl.String:
        value, why = _of_text(column, decimal)
    elif column.dtype.is_numeric():
        value = column.cast(pl.Float64)
        why = pl.repeat(None, len(column), dtype=pl.String, eager=True)
        value = value.set(value.is_nan(), None)
    else:
        unfit = pl.lit(f"is not a number ({column.dtype.base_type()})")
        why = pl.select(pl.when(column.is_not_null()).then(unfit)).to_series()
        return pl.repeat(None, len(column), dtype=pl.Float64, eager=True), why
    large, below = value.abs() > LARGEST, value < 0
    if not signed:
        why = why.set(below.fill_null(value=False), "is negative")
    why = why.set(
        large.fill_null(value=False),
        "is above 2**53, where whole numbers are not exact",
    )
    return value, why


def _of_text(column: pl.Series, decimal: str | None) -> tuple[pl.Series, pl.Series]:
    cell = pl.col("cell")
    mark, group = (",", GROUP.replace(",", ".")) if decimal == "," else (".", GROUP)
    grouped = rf"^[+-]?[0-9]{{1,3}}({group}[0-9]{{3}})+([{mark}][0-9]+)?$"
    whole = rf"^{DIGITS}([{mark}][0-9]+)?$"
    fits = cell.str.contains(grouped) | cell.str.contains(whole)
    bare = cell.str.replace_all(group, "").str.replace(mark, ".", literal=True)
    why: Any = pl.when(pl.lit(value=False)).then(pl.lit(""))
    if decimal is None:
        doubt = cell.str.contains(r"^[+-]?[1-9][0-9]{0,2}(\.[0-9]{3})+$")
        fits &= ~doubt
        why = why.when(doubt).then(
            pl.lit("may be thousands or a fraction: give --decimal , or --decimal .")
        )
    for pattern, reason in ODD.items():
        why = why.when(cell.str.contains(pattern)).then(pl.lit(reason))
    trimmed = column.str.strip_chars().alias("cell").to_frame()
    blank = cell.is_null() | cell.str.to_lowercase().is_in(BLANK)
    read = trimmed.select(
        value=pl.when(fits & ~blank).then(bare).cast(pl.Float64),
        why=pl.when(~fits & ~blank).then(why.otherwise(pl.lit("is not a number"))),
    )
    return read["value"], read["why"]


def ids(column: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Return ids as text, null where blank, and why a cell cannot be read."""
    why = pl.repeat(None, len(column), dtype=pl.String, eager=True)
    if column.dtype != pl.String and not column.dtype.is_integer():
        kind = f"is not an id ({column.dtype.base_type()}): write ids as text"
        why = pl.select(pl.when(column.is_not_null()).then(pl.lit(kind))).to_series()
        return pl.repeat(None, len(column), dtype=pl.String, eager=True), why
    text = column.cast(pl.String).str.strip_chars()
    return text.set(text == "", None), why


def times(column: pl.Series, *, zone: str | None, dates: Dates | None) -> pl.Series:
    """Return times, in *zone* if they have none; refuse what is ambiguous."""
    _require_years(column)
    if column.dtype == pl.Date:
        column = column.cast(pl.Datetime("us"))
    if isinstance(column.dtype, pl.Datetime):
        return _zoned(column.cast(pl.Datetime("us", column.dtype.time_zone)), zone)
    text = (
        column.cast(pl.String).str.strip_chars()
        if column.dtype.is_integer()
        else column
    )
    if text.dtype != pl.String:
        raise ReportError(f"holds no times ({column.dtype.base_type()})")
    text = text.str.strip_chars()
    text = text.set(text.str.to_lowercase().is_in(BLANK), None)
    known = text.drop_nulls()
    if known.str.contains(r"^[0-9]{9,13}(\.[0-9]+)?$").all():
        return _epochs(text)
    if known.str.contains(r"^[A-Z][a-z]{2} [A-Z][a-z]{2} [0-9]").all():
        return _tried(text, ["%a %b %d %H:%M:%S %z %Y"])
    if known.str.contains(DAY).all():
        return _zoned(_by_clock(text, known, dates), zone)
    iso = text.str.replace(r"^(\S+) (\d)", "${1}T${2}").str.replace(r"\s+", "")
    zoned = known.str.contains(ZONE)
    if zoned.any() and not zoned.all():
        raise ReportError("holds times with and without a zone")
    if zoned.any():
        offset = iso.str.replace(r"(?i)(z|utc|gmt)$", "+00:00")
        forms = [f"%Y-%m-%dT%H:%M{rest}%#z" for rest in ("", ":%S", ":%S%.f")]
        return _tried(offset, forms)
    return _zoned(_tried(iso, [f"%Y-%m-%d{c.replace(' ', 'T')}" for c in CLOCK]), zone)


def _require_years(column: pl.Series) -> None:
    """Refuse days and times outside the years 1 to 9999."""
    scale = SCALES.get(getattr(column.dtype, "time_unit", column.dtype))
    if scale is not None:
        low, high = (max(-(2**63), min(int(x * scale), 2**63 - 1)) for x in YEARS)
        if not column.to_physical().drop_nulls().is_between(low, high).all():
            raise ReportError("holds times outside the years 1 to 9999")


def _epochs(text: pl.Series) -> pl.Series:
    """Return times from seconds or milliseconds since 1970."""
    number = text.cast(pl.Float64)
    for (low, high), scale in ((SECONDS, 1e6), (MILLISECONDS, 1e3)):
        if number.drop_nulls().is_between(low, high).all():
            micro = (number * scale).round().cast(pl.Int64)
            return micro.cast(pl.Datetime("us", "UTC"))
    raise ReportError("holds numbers that are not times between 1990 and 2200")


def _by_clock(text: pl.Series, known: pl.Series, dates: Dates | None) -> pl.Series:
    """Return times from days with the day or the month first."""
    parts = known.str.extract_groups(r"^(\d{1,2})[/.\-](\d{1,2})[/.\-](\d+)(.*)$")
    first, second = (parts.struct.field(n).cast(pl.Int64) for n in ("1", "2"))
    fits = {"dmy": (second <= 12).all(), "mdy": (first <= 12).all()}
    orders = [order for order, fit in fits.items() if fit]
    if dates is None and len(orders) > 1:
        raise ReportError("holds dates that may be day or month first: give --dates")
    order = dates or (orders[0] if orders else "dmy")
    day = "%d-%m-" if order == "dmy" else "%m-%d-"
    year = "%Y" if (parts.struct.field("3").str.len_chars() == 4).all() else "%y"
    dashed = text.str.replace(r"^(\d+)[/.](\d+)[/.]", "${1}-${2}-")
    dashed = dashed.str.replace(r",? +", " ")
    return _tried(dashed, [f"{day}{year}{clock}" for clock in CLOCK])


def _tried(text: pl.Series, forms: list[str]) -> pl.Series:
    """Return times, each cell in the first form that fits it."""
    read = pl.repeat(None, len(text), dtype=pl.Datetime("us"), eager=True)
    for form in forms:
        aware = "z" in form
        kind = pl.Datetime("us", "UTC" if aware else None)
        found = text.str.strptime(kind, form, strict=False)
        read = found if read.null_count() == len(read) else read.fill_null(found)
        if read.null_count() == text.null_count():
            return read
    odd = cast("str", text.filter(read.is_null() & text.is_not_null())[0])
    raise ReportError(f"holds a time in an unknown form: {plain(odd[:40])!r}")


def _zoned(read: pl.Series, zone: str | None) -> pl.Series:
    """Return times; refuse those without a zone if none was given."""
    if cast("pl.Datetime", read.dtype).time_zone is None and zone is None:
        raise ReportError("holds times without a zone: give --timezone")
    return read
