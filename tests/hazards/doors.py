"""What the adapters refuse: columns of frames, files of a report, plain data."""

import gzip
import io
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from engagement_metrics import Rate, ResponsePolicy
from engagement_metrics.adapters import frames, plain
from engagement_metrics.adapters.scorecard import _command as report, _json, _reading
from engagement_metrics.comparison import bootstrap
from engagement_metrics.definitions import catalogue

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
FRAME = pl.DataFrame(
    {
        "likes": [3, 5],
        "seen": [40, 60],
        "half": [0.5, 1.5],
        "who": ["ada", "bob"],
        "whom": ["bob", "ada"],
        "kind": ["reply", "mention"],
        "post": [2, 3],
        "answers": [None, 2],
        "yes": [True, False],
        "at": [NOON, NOON + timedelta(minutes=5)],
        "local": [datetime(2026, 1, 5), datetime(2026, 1, 6)],  # noqa: DTZ001
        "day": [date(2026, 1, 5), date(2026, 1, 6)],
        "below": [-1, 2],
        "beyond": [2**53 + 2, 1],
        "broken": [float("nan"), 1.0],
        "lists": [[1], [2]],
    }
)
WHO = {"actor": "who", "target": "whom"}
ASKED = {**WHO, "at": "at", "post": "post", "in_reply_to": "answers"}
LIKES = {"reply": "likes", "like": "likes"}
GOOD: dict[str, tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]] = {
    "posts": (
        frames.posts,
        (),
        {
            "actions": {"like": "likes"},
            "exposures": {"reach": "seen"},
            "engagements": "likes",
            "id": "post",
            "author": "who",
            "published": "at",
            "as_of": "at",
            "tz": "UTC",
        },
    ),
    "interactions": (
        frames.interactions,
        (),
        {**ASKED, "kind": "kind", "weight": "likes", "id": "post", "tz": "UTC"},
    ),
    "audience": (
        frames.audience,
        (),
        {"member": "who", "relevance": "half", "weight": "likes", "total": 9},
    ),
    "days": (
        frames.days,
        (),
        {"date": "day", "followers": "seen", "follows": "likes", "posts": "likes"},
    ),
    "pooled": (
        frames.pooled,
        (),
        {
            "count": "likes",
            "exposure": "seen",
            "by": "who",
            "every": "1d",
            "time": "at",
            "tz": "UTC",
            "between": (date(2026, 1, 5), date(2026, 1, 7)),
            "kind": "rate",
        },
    ),
    "rate": (
        frames.rate,
        (catalogue.HOOTSUITE_REACH,),
        {"actions": LIKES, "exposures": {"reach": "seen"}, "by": ["who"]},
    ),
    "on_target_share": (
        frames.on_target_share,
        (),
        {"on_target": "likes", "audience": "seen", "by": "who"},
    ),
    "dyads": (
        frames.dyads,
        (),
        {**WHO, "weight": "likes", "kind": "kind", "kinds": {"reply"}},
    ),
    "two_way_index": (
        frames.two_way_index,
        (),
        {**WHO, "weight": "likes", "account": "ada", "kinds": None},
    ),
    "two_way_index by account": (
        frames.two_way_index,
        (),
        {**WHO, "by": "account", "weight": "likes", "kinds": None},
    ),
    "conversation_ratio of posts": (
        frames.conversation_ratio,
        (),
        {"actions": LIKES, "by": "who"},
    ),
    "conversation_ratio of a log": (
        frames.conversation_ratio,
        (),
        {
            **WHO,
            "kind": "kind",
            "weight": "likes",
            "account": "ada",
            "direction": "sent",
        },
    ),
    "responses": (
        frames.responses,
        (),
        {
            **ASKED,
            "kind": "kind",
            "to": "bob",
            "policy": ResponsePolicy(),
            "until": NOON + timedelta(days=1),
            "tz": "UTC",
        },
    ),
}
HAZARDS: dict[str, Callable[[], Any]] = {
    "nothing": lambda: None,
    "another name": lambda: "likse",
    "no name": lambda: 3,
    **{f"the column {name}": lambda name=name: name for name in FRAME.columns},
    "two columns": lambda: ["who", "local"],
    "another word": lambda: "1h",
    "a zone that is none": lambda: "Berlin",
    "a Wednesday": lambda: (date(2026, 1, 7), date(2026, 1, 5)),
    "a mapping to no column": lambda: {"reach": "reach"},
    "a mapping to text": lambda: {"like": "who"},
    "a set": lambda: {"reply"},
    "a number": lambda: 0.5,
    "an object": lambda: object,
}
"""What is given in place of each argument of a call that is good."""


def broken() -> Iterator[tuple[str, Any]]:
    """Yield a call with each argument changed in each way, and what was changed."""
    for title, (function, given, named) in GOOD.items():
        for hazard, make in HAZARDS.items():
            for name in named:
                changed = {**named, name: make()}
                call = (function, (FRAME, *given), changed)
                yield f"frames.{title}: {name} = {hazard}", call


def frame(**columns: Any) -> pl.DataFrame:
    """Return a frame."""
    return pl.DataFrame(columns)


def told(*arguments: str, **files: bytes | str) -> None:
    """Make the report of some files, which are named in the arguments."""
    with tempfile.TemporaryDirectory() as folder:
        words = list(arguments)
        for name, data in files.items():
            path = Path(folder) / name.replace("_", ".")
            path.write_bytes(data if isinstance(data, bytes) else data.encode())
            words = [str(path) if word == path.name else word for word in words]
        report._report(report._parser().parse_args(["report", *words]))


def posts(data: bytes | str, *arguments: str) -> Callable[[], None]:
    """Return what makes the report of a file of posts."""
    return lambda: told("posts.csv", *arguments, posts_csv=data)


def log(data: str, *arguments: str) -> Callable[[], None]:
    """Return what makes the report of a log beside good posts."""
    return lambda: told(
        "posts.csv", "--log", "log.csv", *arguments, posts_csv=SEEN, log_csv=data
    )


def audience(data: str, *arguments: str) -> Callable[[], None]:
    """Return what makes the report of an audience beside good posts."""
    return lambda: told(
        *("posts.csv", "--audience", "members.csv", *arguments),
        posts_csv=SEEN,
        members_csv=data,
    )


def when(*cells: str, argument: str = "--json") -> Callable[[], None]:
    """Return what makes the report of posts of which the last count is wanted."""
    rows = "".join(f"p,3,{cell}\n" for cell in cells)
    return posts(f"id,likes,read at\n{rows}", argument)


def typed(**columns: Any) -> bytes:
    """Return a Parquet file."""
    file = io.BytesIO()
    pl.DataFrame(columns).write_parquet(file)
    return file.getvalue()


def longer(line: str) -> None:
    """Check a line that is said to be too long."""
    before, _json.LONGEST = _json.LONGEST, 3
    try:
        posts(line)()
    finally:
        _json.LONGEST = before


def fuller() -> None:
    """Read a file that is said to be too large."""
    before, _reading.MOST = _reading.MOST, 3
    try:
        posts(SEEN)()
    finally:
        _reading.MOST = before


def changed(**fields: Any) -> Callable[[], Any]:
    """Return what reads the plain data of a rate, but for some fields."""
    written = plain.to_dict(Rate([3, 4], [9, 9]))
    return lambda: plain.from_dict({**written, **fields})


SEEN = "likes,reach\n3,40\n"
OTHERS: dict[str, Callable[[], Any]] = {
    "frames.posts: no frame": lambda: frames.posts([1], id="x"),
    "frames.posts: no column": lambda: frames.posts(FRAME),
    "frames.pooled: more than 2**53 in all": lambda: frames.pooled(
        frame(y=[2**53] * 2, x=[1, 1]), count="y", exposure="x"
    ),
    "frames.pooled: too many windows": lambda: frames.pooled(
        frame(y=[1, 2], x=[1, 2], at=[NOON.replace(year=1970), NOON]),
        count="y",
        exposure="x",
        every="1d",
        time="at",
    ),
    "frames.dyads: text and whole numbers": lambda: frames.dyads(
        FRAME, actor="who", target="post", kinds=None
    ),
    "frames.dyads: a negative weight": lambda: frames.dyads(
        FRAME, **WHO, weight="below", kinds=None
    ),
    "frames.dyads: a weight beside a post": lambda: frames.dyads(
        FRAME, **WHO, weight="likes", post="post", kinds=None
    ),
    "frames.conversation_ratio: of nobody": lambda: frames.conversation_ratio(
        FRAME, kind="kind"
    ),
    "frames.responses: times without a zone": lambda: frames.responses(
        FRAME, **{**ASKED, "at": "local"}, to="bob"
    ),
    "frames.posts: times without a zone": lambda: frames.posts(
        FRAME, published="local"
    ),
    "frames.to_frame: no evidence": lambda: frames.to_frame(3, like=FRAME),
    "frames.to_frame: three names": lambda: frames.to_frame(
        frames.pooled(FRAME, count="likes", exposure="seen", by="who"),
        like=FRAME,
        names=["a", "b", "c"],
    ),
    "to_dict: no evidence": lambda: plain.to_dict(3),
    "to_dict: a bootstrap": lambda: plain.to_dict(
        bootstrap(lambda y: y, [1, 2], unit=["a", "b"], seed=1)
    ),
    "from_dict: text for a column": changed(count="three"),
    "from_dict: no mapping": lambda: plain.from_dict([1]),
    "from_dict: another schema": lambda: plain.from_dict({"schema": 2}),
    "from_dict: no kind": lambda: plain.from_dict({"schema": 1, "a": 2}),
    "from_dict: an unknown kind": changed(**{"class": "Ratio"}),
    "from_dict: a field too few": lambda: plain.from_dict(
        {"schema": 1, "class": "Rate"}
    ),
    "from_dict: a field of another type": changed(metric=3),
    "from_dict: columns of several lengths": changed(count={"floats": [1.0]}),
    "from_dict: text in a column of numbers": changed(count={"floats": ["1", "x"]}),
    "from_dict: a word of another type": changed(
        metric={**plain.to_dict(Rate(1, 2))["metric"], "name": 3}
    ),
    "from_dict: an instant that is none": changed(count={"instant": "yesterday"}),
    "report: no such file": lambda: told("/nowhere/posts.csv"),
    "report: an empty file": posts(b""),
    "report: a workbook": posts(b"PK\x03\x04"),
    "report: a JSON array": posts('[{"likes": 3}]'),
    "report: a broken gzip file": posts(gzip.compress(b"likes" * 99)[:20]),
    "report: more than 1 GiB": fuller,
    "report: no readable header": posts('"' + "x" * 10**6),
    "report: a quote that does not end": posts('likes\n"3'),
    "report: broken Parquet": posts(b"PAR1 and nothing"),
    "report: an unknown encoding": posts(SEEN, "--encoding", "latin-0"),
    "report: another encoding": posts(b"likes\n\xeb\n", "--encoding", "utf-8"),
    "report: an encoding of nothing": posts(SEEN, "--encoding", "undefined"),
    "report: an unknown zone": posts(SEEN, "--timezone", "Berlin"),
    "report: JSON of more than 64 MiB a line": lambda: longer('{"likes": 3}'),
    "report: JSON too deep": posts('{"a":' + "[" * 10**5),
    "report: JSON that is no object": posts('{"likes": 3}\n[3]\n'),
    "report: JSON with a name twice": posts('{"likes": 3, "likes": 4}'),
    "report: JSON with a long number": posts('{"likes": ' + "1" * 10**4 + "}"),
    "report: JSON with a large number": posts('{"likes": 1e999}'),
    "report: JSON with NaN": posts('{"likes": NaN}'),
    "report: --columns without =": posts(SEEN, "--columns", "like"),
    "report: --columns of no meaning": posts(SEEN, "--columns", "liked=likes"),
    "report: --columns of no header": posts(SEEN, "--columns", "like=like"),
    "report: --columns of two headers": posts("a,a\n1,2\n", "--columns", "like=a"),
    "report: two columns of likes": posts("likes,like count\n1,2\n"),
    "report: no counters": posts("title\nx\n"),
    "report: --per of no exposure": posts(SEEN, "--per", "views"),
    "report: --account that is not there": posts(
        "account,likes\nada,3\n", "--account", "adda"
    ),
    "report: a post twice": posts("id,likes\np,3\np,4\n"),
    "report: a cell that is no number": posts("likes\nmany\n"),
    "report: a cell too many": posts("likes,reach\n3,40,5\n"),
    "report: unreadable characters": posts(b"id,likes\nzo\xeb,3\n"),
    "report: a log without targets": log("actor\nada\n"),
    "report: --account that is not in the log": log(
        "actor,target,kind\nada,bob,reply\n", "--account", "zoe"
    ),
    "report: --target of no segment": audience(
        "member,segment\nada,b\n", "--target", "a"
    ),
    "report: times of no form": when("noon"),
    "report: times without a zone": when("2026-01-05 12:00"),
    "report: some times with a zone": when("2026-01-05 12:00Z", "2026-01-05 12:00"),
    "report: days or months": when("01/02/2026"),
    "report: seconds of the year 2500": when("16725225600"),
    "report: times that are masks": lambda: told(
        "posts.parquet",
        posts_parquet=typed(id=["p"], likes=[3], as_of=[True]),
    ),
    "report: times of the year 0": lambda: told(
        "posts.parquet",
        posts_parquet=typed(
            id=["p"],
            likes=[3],
            as_of=np.array(["0000-01-01"], "datetime64[us]"),
        ),
    ),
}
