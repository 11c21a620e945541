"""What an index is made of: windows of a log, and both kinds of view."""

import itertools
from collections import Counter
from datetime import timedelta

import numpy as np
import pytest

from engagement_metrics import CONVERSATIONAL, Dyads, Interactions
from engagement_metrics.errors import InvalidArgumentError, InvalidTypeError
from engagement_metrics.two_way._views import OfAccount, OfNetwork, windows_of

PEOPLE = ["ada", "bob", "cyd", None]
MONDAY = np.datetime64("2026-01-05", "us")


def log(rows, **columns):
    """Return a log of actor, target and day."""
    actor, target, day = ([row[i] for row in rows] for i in range(3))
    at = MONDAY + np.array(day, "timedelta64[D]")
    return Interactions.of(
        actor=actor, target=target, at=at, **{"kind": "reply", **columns}
    )


def windows(talk, every="1d", kinds=CONVERSATIONAL):
    """Return the windows of a log, and the dyads that they are of."""
    dyads = Dyads.of_log(talk, kinds=kinds)
    return dyads, windows_of(talk, every, None, kinds, dyads)


@pytest.mark.parametrize("every", ["1d", timedelta(days=1), timedelta(hours=7)])
def test_windows_are_those_of_each_pair(every):
    """What has no pair or no weight is in none; a small weight is in one."""
    days, weights = [0, 1, 5], [0, 0.5, 3]
    rows = list(itertools.product(PEOPLE, PEOPLE, days, weights))
    rows = [rows[i] for i in np.random.default_rng(1).permutation(len(rows))]
    talk = log(rows, weight=[row[3] for row in rows])
    dyads, within = windows(talk, every)
    expected = []
    for place, pair in enumerate(itertools.combinations(PEOPLE[:3], 2)):
        for day in days:
            sent = Counter()
            for actor, target, when, weight in rows:
                sent[actor, target] += weight if when == day else 0
            expected.append((place, sent[pair], sent[pair[::-1]]))

    assert expected == list(zip(*(part.tolist() for part in within), strict=True))
    assert not any(part.flags.writeable for part in within)
    _, none = windows(talk[np.array([row[3] for row in rows]) == 0], every)
    assert 0 == none.place.size
    assert 3 == len(dyads)


def test_windows_keep_both_ways_apart():
    """What the first account of the row sent in each window, and what came back."""
    _, within = windows(
        log(
            [
                ("bob", "ada", 0),
                ("bob", "ada", 0),
                ("ada", "bob", 1),
                ("bob", "cyd", 1),
                ("cyd", "cyd", 1),
            ]
        )
    )

    assert [0, 0, 1] == within.place.tolist()
    assert [0.0, 1.0, 1.0] == within.sent.tolist()
    assert [2.0, 0.0, 0.0] == within.received.tolist()


def test_windows_take_the_kinds_of_the_dyads():
    """A like is in no window unless it is asked for."""
    talk = log([("ada", "bob", 0), ("bob", "ada", 0)], kind=["reply", "like"])

    assert ([1.0], [0.0]) == tuple(part.tolist() for part in windows(talk)[1][1:])
    _, every_kind = windows(talk, kinds=None)
    assert ([1.0], [1.0]) == tuple(part.tolist() for part in every_kind[1:])


def test_windows_begin_with_the_first_event():
    """A length of time is counted from it; a calendar's day from midnight."""
    at = MONDAY + np.array([20, 30, 43], "timedelta64[h]")
    talk = Interactions.of(actor=[1, 2, 1], target=[2, 1, 2], kind="reply", at=at)

    assert [1.0, 1.0] == windows(talk)[1].sent.tolist()
    assert [0.0, 1.0] == windows(talk)[1].received.tolist()
    _, spans = windows(talk, timedelta(days=1))
    assert ([2.0], [1.0]) == (spans.sent.tolist(), spans.received.tolist())


@pytest.mark.parametrize(
    ("talk", "every", "error", "message"),
    [
        (None, "1d", InvalidTypeError, "log must be Interactions, but got None"),
        (
            Interactions.of(actor=[1], target=[2], kind="reply"),
            "1d",
            InvalidArgumentError,
            (
                "log must have the time of each event, but got None."
                " Leave out those without"
            ),
        ),
        (
            log([(1, 2, 0)]),
            timedelta(0),
            InvalidArgumentError,
            "every must be positive, but got datetime.timedelta(0)",
        ),
        (
            log([(1, 2, 0)]),
            "1y",
            InvalidArgumentError,
            "every must be '1d', '1w' or '1mo', but got '1y'",
        ),
        (
            log([(1, 2, 0)]),
            7,
            InvalidTypeError,
            "every must be '1d', '1w' or '1mo', but got 7",
        ),
    ],
    ids=range(5),
)
def test_windows_that_cannot_be(talk, every, error, message):
    """Of no log, of events without times, and of no length."""
    dyads = Dyads.of(actor=[1], target=[2])
    with pytest.raises(error) as caught:
        windows_of(talk, every, None, CONVERSATIONAL, dyads)

    assert message == str(caught.value)


DYADS = Dyads.of(
    actor=["ada", "ada", "bob", "cyd", "ada", "bob"],
    target=["bob", "bob", "ada", "ada", None, None],
)


def test_a_network_sees_each_relationship_from_both_ends():
    """Sent once and received once; matched from either end."""
    view = OfNetwork(DYADS, None)

    assert (4.0, 4.0, 2.0) == (view.sent, view.received, view.matched)
    assert (2, 4.0) == (view.relationships, view.traffic)
    assert ([2.0, 0.0], [3.0, 1.0]) == tuple(part.tolist() for part in view.rows)
    assert [3.0, 1.0] == view.volumes.tolist()
    assert [4.0, 3.0, 1.0] == view.accounts.sum_x.tolist()
    assert (2.0, 0.0) == (view.set_aside(DYADS.broadcasts), view.set_aside(None))


def test_an_account_sees_its_relationships():
    """What it sent and received, and what was set aside for it."""
    view = OfAccount(DYADS, None, "ada")

    assert (2.0, 2.0, 1.0) == (view.sent, view.received, view.matched)
    assert (2.0, 2, 4.0) == (view.balanced, view.relationships, view.traffic)
    assert (1.0, 0.0) == (view.set_aside(DYADS.broadcasts), view.set_aside(None))
    assert [True, False] == OfAccount(DYADS, None, "bob").mine().tolist()


def test_views_within_windows():
    """Matched within each window, of the whole volume."""
    talk = log([("a", "b", 0), ("b", "a", 0), ("a", "b", 1), ("b", "c", 1)])
    dyads, within = windows(talk)
    network, account = OfNetwork(dyads, within), OfAccount(dyads, within, "c")

    assert (2.0, [2.0, 1.0, 1.0]) == (network.matched, network.volumes.tolist())
    assert [2.0, 2.0, 0.0] == network.accounts.sum_y.tolist()
    assert [3.0, 4.0, 1.0] == network.accounts.sum_x.tolist()
    assert (0.0, [1.0]) == (account.matched, account.volumes.tolist())
