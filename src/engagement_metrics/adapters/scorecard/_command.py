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

from engagement_metrics import EngagementError, EngagementWarning

__all__ = ["main"]

SCHEMA = 1
EXTRAS = "rich", "polars", "narwhals"
EPILOG = """\
The meaning of a column is found by its header; --columns overrides it:
  --columns reach="Lifetime Post Total Reach" log.actor="from" like=
(the last: no column counts likes). Of posts: id, author, published, as_of, like,
dislike, reply, share, quote, mention, message, save, click, reach, impressions,
followers, views, engagements (the platform's own total), engaged (people), share_of,
kind, text. Of a log: actor, target, kind, at, post, in_reply_to, weight, id. Of an
audience: account, member, segment, relevance, count, weight.
"""


class _Parser(argparse.ArgumentParser):
    """A parser that refuses in one line."""

    def error(self, message: str) -> NoReturn:
        """Print the refusal and exit with code 2."""
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
        "and two-way interaction index, each with its formula and its interval.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add, several = report.add_argument, dict[str, Any](nargs="+", default=[])
    add("posts", metavar="POSTS", help="posts: CSV, Parquet or newline-delimited JSON")
    add("--log", metavar="FILE", help="a log of interactions: who did what to whom")
    add("--audience", metavar="FILE", help="members or segments, with their relevance")
    add("--account", metavar="NAME", help="the account; all together by default")
    add("--per", metavar="EXPOSURE", **several, help="use only these denominators")
    add("--target", metavar="SEGMENT", **several, help="the intended audience")
    add(
        "--columns",
        metavar="MEANING=HEADER",
        **several,
        action="extend",
        help="the meaning of columns; see below",
    )
    add("--as-of", metavar="COLUMN", help="when counters were read: keep the latest")
    add("--timezone", metavar="ZONE", help="of times without one: Europe/Berlin")
    add("--dates", choices=["dmy", "mdy"], help="whether day or month comes first")
    add("--decimal", choices=[".", ","], metavar="MARK", help="of numbers: . or ,")
    add("--encoding", metavar="NAME", help="of files that are not UTF-8: windows-1252")
    add(
        "--bad-rows",
        choices=["stop", "set-aside"],
        default="stop",
        help="what to do if a cell cannot be read; stop by default",
    )
    add("--json", action="store_true", help="print JSON for programs")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Run the command.

    Parameters
    ----------
    arguments : sequence of str, optional
        The arguments after the command's name; those of the process by default.

    Returns
    -------
    int
        0, or 2 if the report cannot be made: the reason is on standard error.

    Examples
    --------
    >>> main(["report", "nowhere.csv"])
    2
    """
    told = _parser().parse_args(arguments)
    for needed in EXTRAS:
        if importlib.util.find_spec(needed) is None:
            adapter = "engagement_metrics.adapters.scorecard"
            install = "install 'engagement-metrics[report]'"
            print(f"{adapter} needs {needed}; {install}", file=sys.stderr)
            return 2
    from engagement_metrics.adapters.scorecard._reading import ReportError, plain

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        print(_report(told), flush=True)
    except BrokenPipeError:  # the reader has read enough, as head does
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
            os.dup2(nowhere.fileno(), sys.stdout.fileno())
    except ReportError as error:
        print(error, file=sys.stderr)
        return 2
    except EngagementError as error:
        print(plain(error), file=sys.stderr)
        return 2
    return 0


def _report(told: argparse.Namespace) -> str:
    """Read the files and return their scorecard."""
    from engagement_metrics.adapters.scorecard import _scorecard, _tables
    from engagement_metrics.adapters.scorecard._reading import read

    options = _options(told)
    makers = {"posts": _tables.posts, "log": _tables.log, "audience": _tables.audience}
    reads: dict[str, Any] = {}
    with warnings.catch_warnings(record=True) as caught:  # printed as notes
        warnings.simplefilter("always", EngagementWarning)
        for role, make in makers.items():
            path = getattr(told, role)
            if path is not None:
                reads[role] = make(read(path, encoding=told.encoding), options)
        families = _scorecard.families(**reads, account=told.account, per=told.per)
        show = _json if told.json else _card
        return show(told.account, list(reads.values()), families, caught)


def _notes(caught: list[warnings.WarningMessage]) -> list[str]:
    return list(dict.fromkeys(str(warning.message) for warning in caught))


def _options(told: argparse.Namespace) -> Any:
    """Return what the caller says about the files."""
    from engagement_metrics.adapters.scorecard._headers import said
    from engagement_metrics.adapters.scorecard._reading import ReportError, plain
    from engagement_metrics.adapters.scorecard._rows import Options

    columns = said(told.columns)
    if told.as_of is not None:
        columns["posts"]["as_of"] = told.as_of
    try:
        ZoneInfo(told.timezone or "UTC")
    except (KeyError, ValueError, OSError):
        rule = "must be the name of a zone such as Europe/Berlin"
        msg = f"--timezone {rule}, but got {plain(told.timezone)!r}"
        raise ReportError(msg) from None
    return Options(
        account=told.account,
        columns=columns,
        decimal=told.decimal,
        zone=told.timezone,
        dates=told.dates,
        bad_rows=told.bad_rows,
        target=frozenset(told.target),
    )


def _card(
    account: str | None, reads: list[Any], families: list[Any], caught: list[Any]
) -> str:
    """Return the report for people."""
    from rich.console import Console

    from engagement_metrics.adapters.scorecard._printing import card

    console = Console(markup=False, highlight=False, emoji=False)
    with console.capture() as printed:
        card(console, reads, families, account=account, notes=_notes(caught))
    return printed.get().removesuffix("\n")


def _json(
    account: str | None, reads: list[Any], families: list[Any], caught: list[Any]
) -> str:
    """Return the report for programs."""
    from engagement_metrics.adapters.scorecard._printing import period

    report = {
        "schema": SCHEMA,
        "account": account,
        "period": period(reads),
        "files": [each.data() for each in reads],
        "families": [family.data() for family in families],
        "notes": _notes(caught),  # last: intervals warn of small samples
    }
    return json.dumps(report, indent=2, allow_nan=False)
