"""The meaning of columns: from the header or from the caller, never a guess."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping

import attrs

from engagement_metrics.adapters.scorecard._reading import (
    File,
    ReportError,
    listed,
    plain,
)

__all__ = ["AUDIENCE", "LOG", "POSTS", "Columns", "find", "said"]

POSTS = {
    "id": "id, tweet id, status id, media id, video id, permalink id",
    "author": "author, user, username, user name, screen name, handle, account,"
    " account name, page name, author id, user id, author username",
    "published": "published, published at, created at, created, created time, time,"
    " date, datetime, timestamp, posted, posted at, publish time, published time,"
    " publish date, date published",
    "as_of": "as of, read at, fetched at, retrieved at, collected at, crawled at,"
    " scraped at, exported at, snapshot, snapshot at",
    "like": "like, likes, favorites, favourites, favorite, favourite, reactions",
    "dislike": "dislike, dislikes",
    "reply": "reply, replies, comment, comments",
    "share": "share, shares, retweet, retweets, repost, reposts, reblogs, boosts",
    "quote": "quote, quotes, quote tweets",
    "mention": "mentions",
    "message": "messages",
    "save": "save, saves, saved, bookmark, bookmarks",
    "click": "click, clicks, link clicks, url clicks, url link clicks",
    "reach": "reach, reached, people reached, accounts reached, unique impressions",
    "impressions": "impression, impressions",
    "followers": "follower, followers, fans, page likes, page fans, page follows,"
    " subscriber, subscribers",
    "views": "view, views, video views, plays",
    "engagements": "engagement, engagements, interaction, interactions",
    "engaged": "engaged, engaged users, engaged accounts, accounts engaged,"
    " people engaged, engaged people",
    "share_of": "share of, reblog of, retweet of, repost of, retweeted status id,"
    " reposted id",
    "kind": "kind, type, media type",
    "text": "text, full text, message, content, caption, body",
}
LOG = {
    "actor": "actor, from, source, sender, author, user, username, from user",
    "target": "target, to, recipient, receiver, to user, in reply to user",
    "kind": "kind, type, action, event, interaction",
    "at": "at, time, date, datetime, timestamp, created at, created, published at",
    "post": "post, post id, tweet id, status id",
    "in_reply_to": "in reply to, in reply to id, in reply to status id, reply to,"
    " parent, parent id",
    "weight": "weight",
    "id": "id, event id, interaction id",
}
AUDIENCE = {
    "account": "account, account name, author, page, page name",
    "member": "member, member id, follower, follower id, user, user id, username, id",
    "segment": "segment, group, category",
    "relevance": "relevance",
    "count": "count, members, people, followers, size",
    "weight": "weight",
}
FILLERS = {"lifetime", "post", "total", "count", "counts", "number", "num", "the"}


@attrs.frozen
class Columns:
    """
    The columns of a file.

    Attributes
    ----------
    used : dict of str to str
        The number of the column, by meaning.
    headers : dict of str to str
        The header, by meaning.
    ignored : list of str
        Headers without a known meaning.
    """

    used: dict[str, str]
    headers: dict[str, str]
    ignored: list[str]


def said(columns: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return the headers given by ``--columns``, by table and meaning."""
    tables: dict[str, dict[str, str]] = {"posts": {}, "log": {}, "audience": {}}
    words = {"posts": POSTS, "log": LOG, "audience": AUDIENCE}
    for text in columns:
        meaning, equals, header = text.partition("=")
        table, dot, word = meaning.rpartition(".")
        table = table if dot else "posts"
        if not equals or table not in tables:
            raise ReportError(
                f'--columns must be MEANING="HEADER", but got {plain(text)!r}'
            )
        if word not in words[table]:
            near = difflib.get_close_matches(word, words[table], 1)
            hint = f"; did you mean {near[0]}?" if near else ""
            known = listed(words[table], 99)
            raise ReportError(
                f"--columns: {plain(meaning)!r} is not a known meaning{hint}."
                f" The meanings are {known}"
            )
        tables[table][word] = header
    return tables


def find(
    file: File, words: Mapping[str, str], chosen: Mapping[str, str], table: str
) -> Columns:
    """Return the meaning of each column; refuse two columns of one meaning."""
    wanted = {
        _words(header, table): meaning
        for meaning, headers in words.items()
        if meaning not in chosen
        for header in headers.split(",")
    }
    taken = {_place(file, header) for header in chosen.values() if header}
    found: dict[str, list[int]] = {}
    for place, header in enumerate(file.headers):
        meaning = wanted.get(_words(header, table))
        if meaning is not None and place not in taken:
            found.setdefault(meaning, []).append(place)
    for meaning, places in found.items():
        if len(places) > 1:
            raise _question(file, meaning, places, table)
    used = {meaning: places[0] for meaning, places in found.items()}
    used |= {m: _place(file, header) for m, header in chosen.items() if header}
    order = [meaning for meaning in words if meaning in used]
    return Columns(
        {m: str(used[m]) for m in order},
        {m: file.headers[used[m]] for m in order},
        [h for place, h in enumerate(file.headers) if place not in used.values()],
    )


def _words(header: str, table: str) -> str:
    """Return the words of a header; of posts, without filler words."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", header)
    words = re.findall(r"[^\W_]+", spaced.lower().replace("number of", ""))
    kept = [word for word in words if word not in FILLERS] if table == "posts" else []
    return " ".join(kept or words)


def _place(file: File, header: str) -> int:
    """Return the place of a header that the caller gave."""
    places = [i for i, there in enumerate(file.headers) if there == header]
    if len(places) == 1:
        return places[0]
    if places:
        raise ReportError(
            f'{file.name} has {len(places)} columns "{plain(header)}":'
            " give each its own name"
        )
    near = difflib.get_close_matches(header, file.headers, 1, 0.5)
    hint = f'did you mean "{plain(near[0])}"? ' if near else ""
    raise ReportError(
        f'{file.name} has no column "{plain(header)}": {hint}'
        f"it has {listed(file.headers, 30)}"
    )


def _question(file: File, meaning: str, places: list[int], table: str) -> ReportError:
    prefix = "" if table == "posts" else f"{table}."
    headers = [f'"{plain(file.headers[place])}"' for place in places]
    return ReportError(
        f"{file.name} has {len(places)} columns that could be {meaning}:"
        f" {' and '.join(headers)}. Say which: --columns {prefix}{meaning}={headers[0]}"
    )
