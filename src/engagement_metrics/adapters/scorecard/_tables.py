"""Files become posts, a log and an audience."""

from __future__ import annotations

from typing import Any, cast

import polars as pl

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
    known = {n: n if n in has else None for n in ("id", "as_of", "author", "published")}
    exposures = {name: name for name in EXPOSURES if name in has}
    read.table = frames.posts(
        cast("Any", read.rows),
        actions={name: name for name in counters},
        exposures=exposures,
        engagements="engagements" if "engagements" in has else None,
        tz=options.zone,
        **cast("Any", known),
    )
    if "engaged" in has:
        read.engaged = frames.posts(
            cast("Any", read.rows),
            exposures={n: n for n in exposures if n in {"reach", "followers"}},
            engagements="engaged",
            tz=options.zone,
            **cast("Any", known),
        )
    if read.table.superseded:
        read.set_aside["superseded"] = read.table.superseded
        older = count(read.table.superseded, "older rows")
        read.notes.append(f"{older} of posts that have a later one: replaced by it")
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
    has = set(read.rows.columns)
    names = {n: n for n in LOG if n in has and n not in {"actor", "target"}}
    made = frames.interactions(
        cast("Any", read.rows), actor="actor", target="target", tz=options.zone, **names
    )
    for what, number in (("repeats", made.repeats), ("older rows", made.revised)):
        if number:
            read.set_aside[what.replace(" ", "_")] = number
            read.notes.append(f"{count(number, what)} of an event: dropped")
    if options.account is not None:
        there = {*made.actor.values(), *made.target.values()} - {None}
        if options.account not in there:
            raise no_account(file, options.account, there)
    read.table = made
    return read


def audience(file: File, options: Options) -> Read:
    """Return the audience of a file, or why there is none."""
    read = found("audience", file, AUDIENCE, options)
    choose_account(read, "account", options.account)
    check(read, options)
    has = set(read.rows.columns)
    segments = (
        read.rows["segment"].drop_nulls() if "segment" in has else pl.Series([""])
    )
    there = sorted(segments.unique())
    strangers = options.target - set(there)
    if strangers:
        raise ReportError(
            f"--target: {file.name} has no segment {listed(sorted(strangers))}; it has"
            f" {listed(there, 30)}"
        )
    if not options.target and "relevance" not in has:
        need = "a column of relevance, or of segment and --target"
        if "segment" in has:
            need = (
                f"--target with some of {listed(there, 30)}, or a column of relevance"
            )
        read.missing = f"Not given: nobody said who is meant. It needs {need}"
        return read
    if options.target and "relevance" in has:
        read.notes.append("relevance is taken from --target, not from its column")
    names = {n: n for n in ("member", "segment", "count", "weight") if n in has}
    if options.target:
        made = frames.audience(
            cast("Any", read.rows), target=options.target, **cast("Any", names)
        )
    else:
        made = frames.audience(
            cast("Any", read.rows), relevance="relevance", **cast("Any", names)
        )
    read.table = made
    return read
