"""The library's tables of a dataframe's columns."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

from narwhals.stable.v2.typing import IntoFrame

from engagement_metrics import Audience, Days, Interactions, Posts
from engagement_metrics.adapters.frames import _frame
from engagement_metrics.adapters.frames._columns import Columns

__all__ = [
    "audience",
    "counters",
    "days",
    "interactions",
    "log_of",
    "posts",
    "posts_of",
]


def posts(
    frame: IntoFrame,
    *,
    actions: Mapping[str, str] | None = None,
    exposures: Mapping[str, str] | None = None,
    engagements: str | None = None,
    id: str | None = None,
    author: str | None = None,
    published: str | None = None,
    as_of: str | None = None,
    tz: str | None = None,
) -> Posts:
    """
    Return posts from a dataframe, a row a post.

    Parameters
    ----------
    frame : dataframe
        Of any kind that Narwhals knows. Of a lazy one only these columns are collected.
    actions, exposures : mapping of str to str, optional
        The columns of counters by ``Action``, and of exposures by ``Exposure``; a null
        in one is missing.
    engagements, id, author, published, as_of : str, optional
        The columns of ``Posts.of()`` of the same names.
    tz : str, optional
        The zone of times that have none, such as ``"Europe/Berlin"``.

    Returns
    -------
    Posts
        The table.

    Raises
    ------
    InvalidArgumentError
        If the frame has no such column, a time has no zone, or as ``Posts.of()`` does.
    InvalidTypeError
        If *frame* is no dataframe, or a column holds values of the wrong kind.
    InvalidCountsError
        As ``Posts.of()`` does.

    Examples
    --------
    >>> import polars as pl
    >>> frame = pl.DataFrame({"likes": [3, None], "seen": [40, 90]})
    >>> table = posts(frame, actions={"like": "likes"}, exposures={"reach": "seen"})
    >>> table.actions["like"]
    array([ 3., nan])
    """
    counted = counters(actions, exposures, engagements)
    asked = {"id": id, "author": author, "published": published, "as_of": as_of}
    read = Columns.of(frame, counted | asked)
    return posts_of(
        read,
        actions or (),
        exposures or (),
        id=read.ids("id"),
        author=read.ids("author"),
        published=read.times("published", tz),
        as_of=read.times("as_of", tz),
    )


def counters(
    actions: Mapping[str, str] | None,
    exposures: Mapping[str, str] | None = None,
    engagements: str | None = None,
) -> dict[str, str | None]:
    """Return the columns of counters by the argument that names each."""
    named = {"actions": actions, "exposures": exposures}
    columns: dict[str, str | None] = {
        f"{argument}[{str(name)!r}]": column
        for argument, given in named.items()
        for name, column in _frame.mapped(argument, given).items()
    }
    return columns | {"engagements": engagements}


def posts_of(
    read: Columns, actions: Iterable[str], exposures: Iterable[str], **columns: Any
) -> Posts:
    """Return posts of fetched counters and of other columns as they are."""
    return Posts.of(
        actions={n: read.numbers(f"actions[{str(n)!r}]") for n in actions},
        exposures={n: read.numbers(f"exposures[{str(n)!r}]") for n in exposures},
        engagements=read.numbers("engagements"),
        **columns,
    )


def interactions(
    frame: IntoFrame,
    *,
    actor: str,
    target: str,
    kind: str | None = None,
    at: str | None = None,
    post: str | None = None,
    in_reply_to: str | None = None,
    weight: str | None = None,
    id: str | None = None,
    tz: str | None = None,
) -> Interactions:
    """
    Return a log from a dataframe, a row an event.

    Parameters
    ----------
    frame : dataframe
        Of any kind that Narwhals knows. Of a lazy one only these columns are collected.
    actor, target : str
        The columns of who acted, and to whom; a null target is a broadcast.
    kind, at, post, in_reply_to, weight, id : str, optional
        The columns of ``Interactions.of()`` of the same names.
    tz : str, optional
        The zone of times that have none, such as ``"Europe/Berlin"``.

    Returns
    -------
    Interactions
        The log.

    Raises
    ------
    InvalidArgumentError
        If the frame has no such column, a time has no zone, or as
        ``Interactions.of()`` does.
    InvalidTypeError
        If *frame* is no dataframe, or a column holds values of the wrong kind.
    InvalidCountsError
        As ``Interactions.of()`` does.

    Examples
    --------
    >>> import polars as pl
    >>> frame = pl.DataFrame({"by": ["ada", "bob"], "to": ["bob", None]})
    >>> interactions(frame, actor="by", target="to").target.values()
    ['bob', None]
    """
    asked = {"actor": actor, "target": target, "kind": kind, "at": at, "post": post}
    asked |= {"in_reply_to": in_reply_to, "weight": weight, "id": id}
    return log_of(Columns.of(frame, asked), tz)


def log_of(read: Columns, tz: str | None = None) -> Interactions:
    """Return a log of fetched columns."""
    actor, target = read.together("actor", "target")
    post, parent = read.together("post", "in_reply_to")
    return Interactions.of(
        actor=actor,
        target=target,
        kind=read.ids("kind"),
        at=read.times("at", tz),
        post=post,
        in_reply_to=parent,
        weight=read.numbers("weight"),
        id=read.ids("id"),
    )


def audience(
    frame: IntoFrame,
    *,
    member: str | None = None,
    relevance: str | None = None,
    segment: str | None = None,
    count: str | None = None,
    target: Iterable[Hashable] | None = None,
    weight: str | None = None,
    total: float | None = None,
) -> Audience:
    """
    Return an audience from a dataframe: a row a member, or a segment and its count.

    Parameters
    ----------
    frame : dataframe
        Of any kind that Narwhals knows. Of a lazy one only these columns are collected.
    member, relevance, segment, count : str, optional
        The columns of ``Audience.of()`` of the same names.
    target : iterable of int or str, optional
        The segments of the intended audience.
    weight : str, optional
        The column of weights.
    total : float, optional
        Members in the whole audience.

    Returns
    -------
    Audience
        The table.

    Raises
    ------
    InvalidArgumentError
        If the frame has no such column, or as ``Audience.of()`` does.
    InvalidTypeError
        If *frame* is no dataframe, or a column holds values of the wrong kind.
    InvalidCountsError
        As ``Audience.of()`` does.

    Examples
    --------
    >>> import polars as pl
    >>> frame = pl.DataFrame({"who": ["teachers", "parents"], "people": [300, 700]})
    >>> audience(frame, segment="who", count="people", target={"teachers"}).relevance
    array([1., 0.])
    """
    asked = {"member": member, "relevance": relevance, "segment": segment}
    read = Columns.of(frame, asked | {"count": count, "weight": weight})
    return Audience.of(
        member=read.ids("member"),
        relevance=read.numbers("relevance"),
        segment=read.ids("segment"),
        count=read.numbers("count"),
        target=target,
        weight=read.numbers("weight"),
        total=total,
    )


def days(
    frame: IntoFrame,
    *,
    date: str,
    followers: str | None = None,
    follows: str | None = None,
    unfollows: str | None = None,
    posts: str | None = None,
) -> Days:
    """
    Return an account's days from a dataframe, a row a day.

    Parameters
    ----------
    frame : dataframe
        Of any kind that Narwhals knows. Of a lazy one only these columns are collected.
    date : str
        The column of dates; of times, the day that their own clock shows.
    followers, follows, unfollows, posts : str, optional
        The columns of ``Days.of()`` of the same names.

    Returns
    -------
    Days
        The table.

    Raises
    ------
    InvalidArgumentError
        If the frame has no such column, or as ``Days.of()`` does.
    InvalidTypeError
        If *frame* is no dataframe, or a column holds values of the wrong kind.
    InvalidCountsError
        As ``Days.of()`` does.

    Examples
    --------
    >>> import datetime as dt, polars as pl
    >>> frame = pl.DataFrame({"day": [dt.date(2025, 5, 1)], "fans": [340]})
    >>> days(frame, date="day", followers="fans").date
    array(['2025-05-01'], dtype='datetime64[D]')
    """
    asked = {"date": date, "followers": followers, "follows": follows}
    read = Columns.of(frame, asked | {"unfollows": unfollows, "posts": posts})
    return Days.of(
        date=read.days("date"),
        followers=read.numbers("followers"),
        follows=read.numbers("follows"),
        unfollows=read.numbers("unfollows"),
        posts=read.numbers("posts"),
    )
