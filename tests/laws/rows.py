"""What metrics are given: rows at random, and the ways in which rows change."""

from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any

import attrs
import numpy as np

START = np.datetime64("2026-01-05T00:00:00", "us")
Row = tuple[Any, ...]
Rows = list[Row]
Change = Callable[[Rows, Random], Rows | None]


@attrs.frozen
class As:
    """How columns are handed over: as lists, arrays, series, shifted in time."""

    number: Callable[[list[Any]], Any] = list
    label: Callable[[list[Any]], Any] = list
    time: Callable[[np.ndarray], Any] = lambda times: times

    def numbers(self, rows: Rows, field: int) -> Any:
        """Return a column of numbers."""
        return self.number([row[field] for row in rows])

    def labels(self, rows: Rows, field: int) -> Any:
        """Return a column of ids."""
        return self.label([row[field] for row in rows])

    def times(self, rows: Rows, field: int) -> Any:
        """Return a column of times, given in minutes."""
        known = [row[field] is not None for row in rows]
        minutes = np.array([int(row[field] or 0) for row in rows], "m8[m]")
        minutes[~np.array(known, bool)] = np.timedelta64("NaT", "m")
        return self.time(START + minutes)


LISTS = As()


@attrs.frozen(eq=False)
class Kind:
    """A kind of rows; what is None does not exist for it."""

    what: str
    draw: Callable[[Random], Row]
    fields: str
    numbers: tuple[int, ...] = ()
    ids: tuple[int, ...] = ()
    times: tuple[int, ...] = ()
    scaled: tuple[int, ...] = ()
    most: int = 8
    ordered: bool = False
    joins: bool = True
    events: bool = False
    more: Change | None = None
    less: Change | None = None
    swap: Callable[[Rows], Rows] | None = None
    none: Row | None = None
    zero: Row | None = None
    loop: Row | None = None
    missing: Row | None = None
    whole: Callable[[Random], Rows] | None = None

    def rows(self, random: Random) -> Rows:
        """Draw a few rows."""
        if self.whole is not None:
            return self.whole(random)
        return [self.draw(random) for _ in range(random.randint(1, self.most))]

    def renamed(self, rows: Rows, name: Callable[[Any], Any]) -> Rows:
        """Return the rows with other ids; account 0 is the one that asks."""
        return [
            tuple(
                name(v) if i in self.ids and v not in (0, None) else v
                for i, v in enumerate(row)
            )
            for row in rows
        ]

    def apart(self, rows: Rows) -> Rows:
        """Return the rows as another part, which shares no ids."""
        return self.renamed(rows, lambda name: name + 1000)

    def several(self, random: Random) -> list[Rows]:
        """Draw three parts; events and people are in one of them only."""
        drawn = [self.rows(random) for _ in range(3)]
        if not self.events:
            return drawn
        return [
            self.renamed(part, lambda name, by=1000 * place: name + by)
            for place, part in enumerate(drawn)
        ]

    def times_over(self, rows: Rows, factor: int, only: int | None = None) -> Rows:
        """Return the rows, or only one, with all that scales times a factor."""
        return [
            tuple(
                v * factor if i in self.scaled and only in (None, place) else v
                for i, v in enumerate(row)
            )
            for place, row in enumerate(rows)
        ]


def at(rows: Rows, place: int, row: Row) -> Rows:
    """Return the rows with another one in some place."""
    return [*rows[:place], row, *rows[place + 1 :]]


def one_more(field: int, below: int | None = None, step: int = 1) -> Change:
    """Return the change by one of a field of some row, staying in its bounds."""

    def change(rows: Rows, random: Random) -> Rows | None:
        place = random.randrange(len(rows))
        row = list(rows[place])
        row[field] += step
        if row[field] < 0 or (below is not None and row[field] > row[below]):
            return None
        return at(rows, place, tuple(row))

    return change


def one_success(rows: Rows, random: Random) -> Rows:
    """Return the rows with one more trial somewhere, and it succeeds."""
    place = random.randrange(len(rows))
    *first, k, n = rows[place]
    return at(rows, place, (*first, k + 1, n + 1))


def count(random: Random) -> int:
    """Draw a count: small, none, or larger."""
    return random.choice([0, 1, 2, 3, 5, 10, 20, 50, 100]) + random.randint(0, 3)


def part(random: Random) -> Row:
    """Draw a part and its whole."""
    n = random.choice([1, 2, 3, 10, 50, 100, 120])
    return random.randint(0, n), n


SHARES = Kind(
    "successes and trials",
    part,
    "(k, n)",
    numbers=(0, 1),
    scaled=(0, 1),
    more=one_success,
    less=one_more(1),
    swap=lambda rows: [(n - k, n) for k, n in rows],
    none=(0, 0),
    zero=(0, 40),
    missing=(None, 9),
)
RATES = attrs.evolve(
    SHARES,
    what="counts and exposures",
    draw=lambda random: (count(random), 1 + count(random)),
    fields="(count, exposure)",
    more=one_more(0),
    swap=None,
)
PER_POST = Kind(
    "posts",
    lambda random: (count(random),),
    "(count,)",
    numbers=(0,),
    scaled=(0,),
    more=one_more(0),
    none=(0,),
    zero=(0,),
    missing=(None,),
)


def first_side(change: Change) -> Change:
    """Return a change of the rows of the first side only."""

    def changed(rows: Rows, random: Random) -> Rows | None:
        mine = [row for row in rows if row[0] == 0]
        after = change(mine, random)
        return None if after is None else after + [r for r in rows if r[0] == 1]

    return changed


def two_sides(draw: Callable[[Random], Row]) -> Callable[[Random], Rows]:
    """Return what draws rows of two sides, at least two each."""
    return lambda random: [
        (side, *draw(random)) for side in (0, 1) for _ in range(random.randint(2, 4))
    ]


def sides_swapped(rows: Rows) -> Rows:
    """Return the rows, each on the other side."""
    return [(1 - side, *rest) for side, *rest in rows]


SHARES_OF_TWO = Kind(
    "successes and trials of two sides",
    part,
    "(side, k, n)",
    numbers=(1, 2),
    scaled=(1, 2),
    more=first_side(one_success),
    less=first_side(one_more(2)),
    swap=sides_swapped,
    none=(0, 0, 0),
    zero=(0, 0, 40),
    missing=(0, None, 9),
    whole=two_sides(part),
)
RATES_OF_TWO = attrs.evolve(
    SHARES_OF_TWO,
    what="counts and exposures of two sides",
    fields="(side, count, exposure)",
    more=first_side(one_more(1)),
    whole=two_sides(lambda random: (1 + count(random), 1 + count(random))),
)
GROUPS_OF_TWO = attrs.evolve(
    SHARES_OF_TWO,
    what="successes and trials of groups, before and after",
    fields="(side, k, n, group)",
    joins=False,
    more=None,
    less=None,
    none=None,
    zero=None,
    missing=None,
    whole=lambda random: [
        (side, *part(random), group) for side in (0, 1) for group in "ab"
    ],
)
WEIGHTED = Kind(
    "members with engagements, exposure and relevance",
    lambda random: (count(random), 1 + count(random), random.choice([0, 1, 0.5, 0.25])),
    "(count, exposure, relevance)",
    numbers=(0, 1),
    scaled=(0, 1),
    more=one_more(0),
    less=one_more(1),
    none=(0, 0, 1),
    zero=(0, 40, 1),
    missing=(None, 9, 1),
)
MEMBERS = Kind(
    "members with relevance and weight",
    lambda random: (random.choice([0.0, 1.0, 0.5, 0.25]), 1 + count(random)),
    "(relevance, weight)",
    numbers=(1,),
    scaled=(1,),
    more=lambda rows, _: [*rows, (1.0, 1)],
    less=lambda rows, _: [*rows, (0.0, 1)],
    swap=lambda rows: [(1 - relevance, weight) for relevance, weight in rows],
    none=(1.0, 0),
    zero=(0.0, 5),
    missing=(None, 0),
)
AMOUNTS = Kind(
    "members with a count each",
    lambda random: (random.choice([0, 1, 1, 2, 5, 20, 100]),),
    "(count,)",
    numbers=(0,),
    scaled=(0,),
    more=one_more(0),
    less=lambda rows, _: [*rows, (1,)],
    none=(0,),
    zero=(0,),
    missing=(None,),
)
BRANDS = Kind(
    "brands with mentions",
    lambda random: (random.randint(0, 4), count(random)),
    "(brand, mentions)",
    numbers=(1,),
    ids=(0,),
    scaled=(1,),
    more=lambda rows, _: [*rows, (0, 1)],
    less=lambda rows, _: [*rows, (1, 1)],
    none=(0, 0),
    zero=(1, 5),
    missing=(0, None),
    whole=lambda random: [(brand, count(random)) for brand in range(5)],
)


def tie(random: Random) -> Row:
    """Draw who interacts with whom, and how often; account 0 asks."""
    actor, target = random.sample(range(3), 2)
    return actor, target, random.randint(0, 4), random.randint(0, 5 * 1440)


def of_the_side(lesser: bool) -> Change:
    """Return one more interaction from the side of a pair that gave less, or more."""

    def change(rows: Rows, _random: Random) -> Rows | None:
        sent: Counter[tuple[int, int]] = Counter()
        for actor, target, weight, *_ in rows:
            sent[actor, target] += weight
        for (a, b), there in sorted(sent.items()):
            back = sent[b, a]
            if 0 not in (a, b) or there + back == 0 or there == back:
                continue
            give = (a, b) if (there < back) == lesser else (b, a)
            return [*rows, (*give, 1, 0)]
        return None

    return change


TIES = Kind(
    "interactions",
    tie,
    "(actor, target, times, minute); account 0 asks",
    numbers=(2,),
    ids=(0, 1),
    scaled=(2,),
    more=of_the_side(lesser=True),
    less=of_the_side(lesser=False),
    swap=lambda rows: [(b, a, *rest) for a, b, *rest in rows],
    none=(0, 9, 0, 0),
    zero=(0, 9, 5, 0),
    loop=(0, 0, 3, 0),
    missing=(None, 1, 2, 0),
)
TIMED = attrs.evolve(TIES, times=(3,))
SHARERS = Kind(
    "shares of posts of two accounts",
    lambda random: (random.randint(2, 9), random.randint(0, 1)),
    "(who shared, whose post)",
    ids=(0,),
    swap=lambda rows: [(who, 1 - whose) for who, whose in rows],
)
TOTALS = Kind(
    "totals sent and received",
    lambda random: (count(random), count(random)),
    "(sent, received)",
    numbers=(0, 1),
    scaled=(0, 1),
    swap=lambda rows: [(b, a) for a, b in rows],
    none=(0, 0),
    zero=(0, 40),
    missing=(None, 9),
)


def wait(random: Random) -> Row:
    """Draw a question: when asked, when answered if ever, and watched until when."""
    asked = random.randint(0, 20)
    until = asked + random.randint(1, 30)
    answered = random.choice([None, random.randint(asked, until)])
    return asked, answered, until


def later(rows: Rows, random: Random) -> Rows | None:
    """Return the rows with one answer a little later."""
    answered = [place for place, row in enumerate(rows) if row[1] is not None]
    if not answered:
        return None
    place = random.choice(answered)
    asked, when, until = rows[place]
    then = when + random.randint(1, 6)
    return None if then > until else at(rows, place, (asked, then, until))


WAITS = Kind(
    "questions",
    wait,
    "(asked, answered, watched until), in minutes",
    times=(0, 1, 2),
    more=lambda rows, _: [*rows, (0, 0, 60)],
    less=lambda rows, _: [*rows, (0, None, 60)],
    zero=(0, None, 60),
    missing=(None, 3, 9),
)
DURATIONS = attrs.evolve(WAITS, more=later)


def thread(random: Random) -> Rows:
    """Draw threads: each post answers one before it, or none."""
    rows: Rows = []
    for post in range(1, 1 + random.randint(1, 8)):
        parent = random.randint(1, post - 1) if post > 1 else None
        if random.random() < 0.25:
            parent = None
        rows.append((post, parent, random.randint(2000, 2002)))
    return rows


THREADS = Kind(
    "posts",
    lambda random: thread(random)[0],
    "(post, its parent, author)",
    ids=(0, 1, 2),
    events=True,
    zero=(900, None, 2001),
    whole=thread,
)
TURNS = Kind(
    "turns",
    lambda random: (random.randint(1, 3),),
    "(speaker,)",
    ids=(0,),
    ordered=True,
)
MOMENTS = Kind(
    "engagements",
    lambda random: (random.randint(0, 600),),
    "(minute,)",
    times=(0,),
    missing=(None,),
    zero=(600,),
)
GROWTH = Kind(
    "readings",
    lambda random: (random.randint(0, 40) * 60, 1 + count(random)),
    "(minute, count)",
    numbers=(1,),
    times=(0,),
    scaled=(1,),
    whole=lambda random: [
        (60 * hour, 1 + count(random)) for hour in range(random.randint(3, 8))
    ],
    missing=(600, None),
)


def pair(random: Random) -> Rows:
    """Draw parts of two compositions."""
    return [
        (label, 1 + count(random), 1 + count(random))
        for label in range(random.randint(2, 5))
    ]


COMPOSITIONS = Kind(
    "parts, with people in an audience and in its target",
    lambda random: pair(random)[0],
    "(part, audience, target)",
    numbers=(1, 2),
    ids=(0,),
    scaled=(1, 2),
    joins=False,
    swap=lambda rows: [(label, b, a) for label, a, b in rows],
    none=(9, 0, 0),
    whole=pair,
)
PEOPLE = Kind(
    "people",
    lambda random: (random.randint(1, 9), random.choice([(1, 0), (0, 1), (1, 1)])),
    "(person, in which of two audiences)",
    ids=(0,),
    events=True,
    more=lambda rows, _: [*rows, (50, (1, 1))],
    less=lambda rows, _: [*rows, (50, (1, 0))],
    swap=lambda rows: [(who, of[::-1]) for who, of in rows],
    zero=(50, (1, 0)),
    whole=lambda random: [
        (who, random.choice([(1, 0), (0, 1), (1, 1)]))
        for who in range(1, random.randint(2, 9))
    ],
)


def numbers_of(
    what: str, fields: str, draw: Callable[[Random], Row], **changes: Any
) -> Kind:
    """Return the kind of a metric of single numbers: one row, all of them counts."""
    places = tuple(range(fields.count(",") + 1))
    return Kind(
        what,
        draw,
        fields,
        numbers=places,
        most=1,
        joins=False,
        **{"scaled": places, **changes},
    )


def four(random: Random) -> Row:
    """Draw a share of an audience and one of a population."""
    return *part(random), random.randint(1, 50), 100


FOUR = numbers_of(
    "one audience and one population",
    "(in audience, audience, in population, population)",
    four,
    more=one_more(0, below=1),
    less=one_more(1),
    swap=lambda rows: [(c, d, a, b) for a, b, c, d in rows],
    missing=(None, 9, 5, 9),
)


def match(random: Random) -> Row:
    """Draw an audience and a target that overlap."""
    a, b = 1 + count(random), 1 + count(random)
    return random.randint(0, min(a, b)), a, b


MATCH = numbers_of(
    "one audience and one target",
    "(on target, audience, target)",
    match,
    less=one_more(1),
    more=lambda rows, _: [(k + 1, a, b) for k, a, b in rows if k < min(a, b)] or None,
    swap=lambda rows: [(k, b, a) for k, a, b in rows],
    missing=(None, 9, 5),
)
INVITES = numbers_of(
    "one campaign",
    "(invites, participants, joined)",
    lambda random: (40, 1 + count(random), random.randint(0, 40)),
    more=one_more(2, below=0),
    less=one_more(1),
)
STEPS = numbers_of(
    "one chain",
    "(reached, clicked, signed)",
    lambda random: (200 + count(random), 120 + random.randint(0, 80), count(random)),
    more=one_more(2, below=1),
    less=one_more(0),
)
TARGETED = Kind(
    "members of a target",
    lambda random: (random.choice([0, 1, 2, 5, 30]),),
    "(engagements,)",
    numbers=(0,),
    scaled=(0,),
    more=one_more(0),
    none=(0,),
    zero=(0,),
    missing=(None,),
)
DAYS = Kind(
    "days",
    lambda random: (0, 1000, random.randint(0, 9)),
    "(day, followers, unfollows); the feed changed on day 10",
    numbers=(1, 2),
    scaled=(1, 2),
    joins=False,
    whole=lambda random: [
        (day, 1000 + random.randint(0, 50), random.randint(1, 9)) for day in range(20)
    ],
    missing=(25, None, 5),
)
