"""Posts, a log and an audience, from files."""

from __future__ import annotations

from typing import Any

from engagement_metrics.adapters import frames
from engagement_metrics.adapters.scorecard._headers import AUDIENCE, LOG, POSTS
from engagement_metrics.adapters.scorecard._reading import (
    File,
    ReportError,
    count,
    listed,
)
from engagement_metrics.adapters.scorecard._rows import (
    COUNTERS,
    EXPOSURES,
    Options,
    Read,
    check,
    choose_account,
    found,
    no_account,
    read_times,
    require_distinct,
    set_shares_aside,
)

__all__ = ["audience", "log", "posts"]


def posts(file: File, options: Options) -> Read:
    """Return the posts of a file."""
    read = found("posts", file, POSTS, options)
    counters = [name for name in COUNTERS if name in read.columns.used]
    if not counters and "engagements" not in read.columns.used:
        raise ReportError(
            f"{file.name} has no column of likes, replies, shares or engagements; it"
            f' has {listed(file.headers, 30)}. Say which is which: --columns like="..."'
        )
    choose_account(read, "author", options.account)
    set_shares_aside(read)
    check(read, options)
    read_times(read, options, needed={"as_of"})
    require_distinct(read)
    has = set(read.rows.columns)
    rows: Any = read.rows
    known: Any = {n: n for n in ("id", "as_of", "author", "published") if n in has}
    exposures = {name: name for name in EXPOSURES if name in has}
    read.table = frames.posts(
        rows,
        actions={name: name for name in counters},
        exposures=exposures,
        engagements="engagements" if "engagements" in has else None,
        tz=options.zone,
        **known,
    )
    if "engaged" in has:
        read.engaged = frames.posts(
            rows,
            exposures={n: n for n in exposures if n in {"reach", "followers"}},
            engagements="engaged",
            tz=options.zone,
            **known,
        )
    older = count(read.table.superseded, "older rows")
    note = f"{older} of posts set aside: a later row replaces each"
    read.drop("superseded", read.table.superseded, note)
    if "author" in has:
        read.authors = sorted(read.rows["author"].drop_nulls().unique())
    return read


def log(file: File, options: Options) -> Read:
    """Return the log of a file."""
    read = found("log", file, LOG, options)
    for name in ("actor", "target"):
        if name not in read.columns.used:
            raise ReportError(
                f"{file.name} has no column of the {name} of each interaction; it has"
                f' {listed(file.headers, 30)}. Say which: --columns log.{name}="..."'
            )
    check(read, options)
    read_times(read, options, needed=set())
    rows: Any = read.rows
    names: Any = {name: name for name in LOG if name in read.rows.columns}
    made = read.table = frames.interactions(rows, tz=options.zone, **names)
    for what, number in (("repeats", made.repeats), ("older rows", made.revised)):
        note = f"{count(number, what)} of an event: dropped"
        read.drop(what.replace(" ", "_"), number, note)
    if options.account is not None:
        there = {*made.actor.values(), *made.target.values()} - {None}
        if options.account not in there:
            raise no_account(file, options.account, there)
    return read


def audience(file: File, options: Options) -> Read:
    """Return the audience of a file, or why there is none."""
    read = found("audience", file, AUDIENCE, options)
    choose_account(read, "account", options.account)
    check(read, options)
    rows: Any = read.rows
    has = set(read.rows.columns)
    there = sorted(rows["segment"].drop_nulls().unique()) if "segment" in has else []
    strangers = sorted(options.target - set(there))
    if strangers:
        raise ReportError(
            f"--target: {file.name} has no segment {listed(strangers)}; it has"
            f" {listed(there, 30)}"
        )
    if not options.target and "relevance" not in has:
        need = "a column of relevance, or of segment and --target"
        if "segment" in has:
            some = listed(there, 30)
            need = f"--target with some of {some}, or a column of relevance"
        why = "the intended audience is not declared"
        read.missing = f"Not given: {why}. It needs {need}"
        return read
    if options.target and "relevance" in has:
        read.notes.append("relevance is taken from --target, not from its column")
    names: Any = {n: n for n in ("member", "segment", "count", "weight") if n in has}
    if options.target:
        names["target"] = options.target
    else:
        names["relevance"] = "relevance"
    read.table = frames.audience(rows, **names)
    return read
