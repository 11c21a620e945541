"""What adds, made of rows in some form: estimates, tables, answers."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import attrs

from engagement_metrics import (
    Audience,
    Days,
    Dyads,
    Interactions,
    Posts,
    Responses,
    Threads,
)
from laws.rows import Form, Rows

FIRST_DAY = date(2026, 1, 5)
CHANGED = FIRST_DAY + timedelta(days=10)


@attrs.frozen
class Estimates:
    """A column of estimates made of columns of numbers, then summed, or pooled."""

    make: Callable[..., Any]
    fields: tuple[int, ...] = (0, 1)
    then: str = "sum"

    @property
    def each(self) -> Callable[..., Any] | None:
        """What makes a column of numbers that are then summed."""
        return self.make if self.then == "sum" else None

    def __call__(self, rows: Rows, form: Form) -> Any:
        """Return what the estimates of all rows are together."""
        column = self.make(*(form.numbers(rows, field) for field in self.fields))
        return getattr(column, self.then)()


@attrs.frozen
class Single:
    """An estimate of single numbers, which may be columns."""

    each: Callable[..., Any]

    def __call__(self, rows: Rows, form: Form) -> Any:
        """Return the estimate of the first row."""
        columns = [form.numbers(rows, field) for field in range(len(rows[0]))]
        return self.each(*(column[0] for column in map(list, columns)))


@attrs.frozen
class Sides:
    """Two sides, each a column of estimates that is summed or pooled, compared."""

    make: Callable[..., Any]
    compare: Callable[..., Any]
    then: str = "sum"

    def __call__(self, rows: Rows, form: Form) -> Any:
        """Return the comparison of the first side with the second."""
        column = Estimates(self.make, (1, 2), self.then)
        sides = [[row for row in rows if row[0] == side] for side in (0, 1)]
        return self.compare(*(column(mine, form) for mine in sides))


def by_place(function: Callable[..., Any], *names: str) -> Callable[..., Any]:
    """Return a function of numbers in a row, of one that takes them by their names."""
    return lambda *numbers: function(**dict(zip(names, numbers, strict=True)))


def column_of(make: Callable[..., Any], *fields: int) -> Callable[[Rows, Form], Any]:
    """Return what makes one answer of whole columns of numbers."""
    return lambda rows, form: make(*(form.numbers(rows, field) for field in fields))


def log(rows: Rows, form: Form) -> Interactions:
    """Return a log of who interacted with whom; twice, its events by their ids."""
    known = {"id": [f"e{place}" for place in range(len(rows))]} if form.twice else {}
    events = Interactions.of(
        actor=form.labels(rows, 0),
        target=form.labels(rows, 1),
        kind="reply",
        weight=form.numbers(rows, 2),
        at=form.times(rows, 3),
        **known,
    )
    return events + events if form.twice else events


def dyads(rows: Rows, form: Form) -> Dyads:
    """Return what was sent each way, per pair."""
    if form.twice:
        return Dyads.of_log(log(rows, form))
    return Dyads.of(
        actor=form.labels(rows, 0),
        target=form.labels(rows, 1),
        weight=form.numbers(rows, 2),
    )


def responses(rows: Rows, form: Form) -> Responses:
    """Return questions and answers."""
    return Responses.of(
        asked=form.times(rows, 0),
        answered=form.times(rows, 1),
        until=form.times(rows, 2),
    )


def threads(rows: Rows, form: Form) -> Threads:
    """Return posts that answer posts."""
    posts = Threads.of(
        post=form.labels(rows, 0),
        parent=form.labels(rows, 1),
        author=form.labels(rows, 2),
    )
    return posts + posts if form.twice else posts


def audience(rows: Rows, form: Form) -> Audience:
    """Return members with relevance and weight."""
    return Audience.of(relevance=[row[0] for row in rows], weight=form.numbers(rows, 1))


def posts(rows: Rows, form: Form) -> Posts:
    """Return posts with as many likes, replies and shares, and any reach."""
    reach = {"reach": form.numbers(rows, 1)} if len(rows[0]) > 1 else {}
    actions = {kind: form.numbers(rows, 0) for kind in ("like", "reply", "share")}
    return Posts.of(actions=actions, exposures=reach)


def days(rows: Rows, form: Form) -> Days:
    """Return an account's days."""
    return Days.of(
        date=[FIRST_DAY + timedelta(days=row[0]) for row in rows],
        followers=form.numbers(rows, 1),
        unfollows=form.numbers(rows, 2),
    )


def days_of_sides(rows: Rows, form: Form) -> Days:
    """Return an account's days: those of the second side before, of the first after."""
    place = {0: 0, 1: -len(rows)}
    dates = []
    for side, *_ in rows:
        dates.append(CHANGED + timedelta(days=place[side]))
        place[side] += 1
    return Days.of(
        date=dates, followers=form.numbers(rows, 2), unfollows=form.numbers(rows, 1)
    )


def shares(rows: Rows, form: Form) -> Interactions:
    """Return a log of shares of one post of each of two accounts."""
    return Interactions.of(
        actor=[str(row[0]) for row in rows] + ["0", "1"],
        target=[str(row[1]) for row in rows] + [None, None],
        kind=["share"] * len(rows) + [None, None],
        post=[f"p{row[1]}" for row in rows] + ["p0", "p1"],
    )


def mentions(rows: Rows, form: Form) -> dict[Any, Any]:
    """Return how often each brand was mentioned, five of them even if never."""
    sums: dict[Any, Any] = dict.fromkeys(range(5), 0)
    for brand, n in zip(form.labels(rows, 0), form.numbers(rows, 1), strict=True):
        before = sums.get(brand, 0)
        sums[brand] = None if before is None or n is None else before + n
    return sums


def two_audiences(rows: Rows, form: Form) -> list[Any]:
    """Return the people of each audience."""
    return [form.labels([row for row in rows if row[1][side]], 0) for side in (0, 1)]
