"""The command ``engagement-metrics report``: a scorecard from files."""

from __future__ import annotations

import argparse
import importlib.util
import io
import json
import os
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

from engagement_metrics import EngagementWarning
from engagement_metrics.errors import EngagementError

__all__ = ["main"]

SCHEMA = 1
EPILOG = """\
A column's meaning is found by its header; --columns says otherwise:
  --columns reach="Lifetime Post Total Reach" log.actor="from" like=
(the last: no column counts likes). Of posts: id, author, published, as_of, like,
dislike, reply, share, quote, mention, message, save, click, reach, impressions,
followers, views, engagements (the platform's own total), engaged (people), share_of,
kind, text. Of a log: actor, target, kind, at, post, in_reply_to, weight, id. Of an
audience: account, member, segment, relevance, count, weight.
"""


class _Parser(argparse.ArgumentParser):
    """A parser whose complaint is one line."""

    def error(self, message: str) -> NoReturn:
        """Print the complaint and leave with 2."""
        self.exit(2, f"{self.prog}: {message}\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="engagement-metrics",
        description="Measure relationships with an audience.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    report = commands.add_parser(
        "report",
        help="print a scorecard of posts, a log and an audience",
        description="Print engagement rate, conversation ratio, audience relevance\n"
        "and two-way interaction index, each with its definition and its interval.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    say = report.add_argument
    say("posts", metavar="POSTS", help="posts: CSV, Parquet or JSON, an object a line")
    say("--log", metavar="FILE", help="who did what to whom")
    say("--audience", metavar="FILE", help="members or segments, and their relevance")
    say("--account", metavar="NAME", help="whose numbers; all together by default")
    say(
        "--per", nargs="+", default=[], metavar="EXPOSURE", help="divide by these alone"
    )
    say("--target", nargs="+", default=[], metavar="SEGMENT", help="who is meant")
    say(
        "--columns",
        nargs="+",
        default=[],
        action="extend",
        metavar="MEANING=HEADER",
        help="which column means what; see below",
    )
    say("--as-of", metavar="COLUMN", help="when counters were read: the latest counts")
    say("--timezone", metavar="ZONE", help="of times that have none: Europe/Berlin")
    say("--dates", choices=["dmy", "mdy"], help="whether day or month comes first")
    say("--decimal", choices=[".", ","], metavar="MARK", help="of numbers: . or ,")
    say("--encoding", metavar="NAME", help="of files that are not UTF-8: windows-1252")
    say(
        "--bad-rows",
        choices=["stop", "set-aside"],
        default="stop",
        help="what to do where a cell cannot be read; stop by default",
    )
    say("--json", action="store_true", help="print the same for programs")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Run the command.

    Parameters
    ----------
    arguments : sequence of str, optional
        What was written behind the command's name; that of the process by default.

    Returns
    -------
    int
        0, or 2 where the report cannot be made: the reason stands on standard error.
    """
    told = _parser().parse_args(arguments)
    for needed in ("rich", "polars", "narwhals"):
        if importlib.util.find_spec(needed) is None:
            print(
                f"engagement_metrics.adapters.report needs {needed};"
                " install 'engagement-metrics[report]'",
                file=sys.stderr,
            )
            return 2
    from engagement_metrics.adapters.scorecard._reading import ReportError, plain

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        print(_report(told), flush=True)
    except BrokenPipeError:  # whoever reads has read enough, as head does
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
            os.dup2(nowhere.fileno(), sys.stdout.fileno())
        return 0
    except ReportError as error:
        print(error, file=sys.stderr)
    except EngagementError as error:
        print(plain(error), file=sys.stderr)
    else:
        return 0
    return 2


def _report(told: argparse.Namespace) -> str:
    """Read the files and return their scorecard."""
    from rich.console import Console

    from engagement_metrics.adapters.scorecard import (
        _printing,
        _rows,
        _scorecard,
        _tables,
    )
    from engagement_metrics.adapters.scorecard._headers import said
    from engagement_metrics.adapters.scorecard._reading import ReportError, plain, read

    columns = said(told.columns)
    if told.as_of is not None:
        columns["posts"]["as_of"] = told.as_of
    if told.timezone is not None:
        try:
            ZoneInfo(told.timezone)
        except (KeyError, ValueError, OSError):
            name = plain(told.timezone)
            msg = (
                f"--timezone must be the name of a zone like Europe/Berlin, not {name}"
            )
            raise ReportError(msg) from None
    options = _rows.Options(
        account=told.account,
        columns=columns,
        decimal=told.decimal,
        zone=told.timezone,
        dates=told.dates,
        bad_rows=told.bad_rows,
        target=frozenset(told.target),
    )
    makers = {"posts": _tables.posts, "log": _tables.log, "audience": _tables.audience}
    reads: dict[str, Any] = {}
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", EngagementWarning)
        for role, make in makers.items():
            path = getattr(told, role)
            if path is not None:
                reads[role] = make(read(path, encoding=told.encoding), options)
        families = _scorecard.families(
            reads["posts"],
            reads.get("log"),
            reads.get("audience"),
            account=told.account,
            per=told.per,
        )
    notes = list(dict.fromkeys(str(warning.message) for warning in caught))
    files = list(reads.values())
    if told.json:
        return _json(told, files, families, notes)
    console = Console(markup=False, highlight=False, emoji=False)
    with console.capture() as card:
        _printing.card(console, files, families, account=told.account, notes=notes)
    return card.get().removesuffix("\n")


def _json(
    told: argparse.Namespace, files: list[Any], families: list[Any], notes: list[str]
) -> str:
    """Return the report for programs."""
    from engagement_metrics.adapters.scorecard._printing import period

    return json.dumps(
        {
            "schema": SCHEMA,
            "account": told.account,
            "period": period(files),
            "files": [file.data() for file in files],
            "families": [family.data() for family in families],
            "notes": notes,
        },
        indent=2,
        allow_nan=False,
    )
