"""Whether answers come sooner: published numbers, persons, and words."""

import math

import numpy as np
import pytest

from engagement_metrics import Interactions, ResponsePolicy, Responses, Status
from engagement_metrics.conversation import log_rank_test
from engagement_metrics.errors import InvalidArgumentError, InvalidTypeError

DAY = np.datetime64("2026-01-05", "us")
HOUR = np.timedelta64(1, "h")
WEEKS = [6, 6, 6, 7, 10, 13, 16, 22, 23], [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]


def asked(after, open_for=(), asker=None):
    """Return questions answered after so many hours, and some still open."""
    hours = np.array([*after, *open_for], np.int64) * HOUR
    answered = DAY + hours
    answered[len(after) :] = np.datetime64("NaT", "us")
    return Responses.of(
        asked=np.full(hours.size, DAY),
        answered=answered,
        until=DAY + hours,
        asker=asker,
    )


SLOW, FAST = asked(*WEEKS), asked(PLACEBO)


def test_published_remissions():
    """Freireich et al. (1963): chi-square 16.79 with one degree of freedom."""
    test = log_rank_test(FAST, SLOW)

    assert round(test.value**2, 2) == 16.79
    assert test.value > 0
    assert test.p_value == pytest.approx(4.17e-5, rel=1e-2)
    assert 42 == test.units
    assert str(test) == (
        "log-rank test: 4.1 (no interval: a test has none; 21 questions against 21;"
        " answers come sooner in a, p = 4.2e-05; 21 answers in a, 10.7 expected;"
        " as if independent)"
    )
    assert math.isnan(test.interval().low)
    assert Status.MISSING == test.interval().status


def test_sides_swapped_turn_the_sign():
    """And the words."""
    test, turned = log_rank_test(FAST, SLOW), log_rank_test(SLOW, FAST)

    assert turned.value == pytest.approx(-test.value)
    assert turned.p_value == pytest.approx(test.p_value)
    assert "answers come sooner in b, p" in str(turned)


def test_one_question_a_person_is_nearly_one_question_each():
    """The variance between persons is at least the hypergeometric one."""
    alone = log_rank_test(FAST, SLOW)
    first = asked(PLACEBO, asker=range(21))
    test = log_rank_test(first, asked(*WEEKS, asker=range(21, 42)))

    assert test.variance == alone.variance
    assert 42.0 == test.persons
    assert alone.p_value < test.p_value < 0.001
    assert "between persons" in str(test)


def test_questions_of_one_person_resemble_each_other():
    """Ten copies of every question by its own person add no certainty."""
    plain = log_rank_test(
        asked([1, 2, 3, 9], asker=range(4)), asked([4, 5, 6, 7], asker=range(4, 8))
    )
    many = log_rank_test(
        asked([1, 2, 3, 9] * 10, asker=[*range(4)] * 10),
        asked([4, 5, 6, 7] * 10, asker=[*range(4, 8)] * 10),
    )
    independent = log_rank_test(asked([1, 2, 3, 9] * 10), asked([4, 5, 6, 7] * 10))

    assert abs(many.value) < 1.3 * abs(plain.value) < abs(independent.value)
    assert 8.0 == pytest.approx(many.persons)
    assert "not shown that answers come sooner in either, p = " in str(many)


def test_unknown_askers_are_each_their_own():
    """On one side, or some of a side."""
    test = log_rank_test(asked([1, 2], asker=["ada", None]), asked([3, 4]))

    assert 4.0 == test.persons
    swapped = log_rank_test(asked([3, 4]), asked([1, 2], asker=["ada", None]))
    assert swapped.value == pytest.approx(-test.value)


@pytest.mark.parametrize(
    ("a", "b", "status", "why"),
    [
        (FAST[:0], FAST, Status.NO_EXPOSURE, "no questions in a"),
        (FAST, FAST[:0], Status.NO_EXPOSURE, "no questions in b"),
        (FAST[:0], FAST[:0], Status.NO_EXPOSURE, "no questions in a and b"),
        (asked([], [3]), asked([5]), Status.MISSING, "nothing was answered while both"),
        (
            asked([1], asker=["ada"]),
            asked([2], asker=["ada"]),
            Status.MISSING,
            "one person asked",
        ),
        (
            asked([], asker=[]),
            asked([], asker=[]),
            Status.NO_EXPOSURE,
            "no questions in a and b",
        ),
    ],
    ids=["a", "b", "both", "nothing", "one", "nobody"],
)
def test_undefined(a, b, status, why):
    """Without value, p-value and interval, and with a reason."""
    test = log_rank_test(a, b)

    assert math.isnan(test.value)
    assert math.isnan(test.p_value)
    assert status == test.status == test.interval().status
    assert f"undefined ({why}" in str(test)


def test_bad_input():
    """Only questions of the same kind compare."""
    log = Interactions.of(actor=["a"], target=["b"], kind="message", at=[DAY])
    opening = Responses.of_log(log, policy=ResponsePolicy(asks="opening"))

    with pytest.raises(InvalidTypeError, match="a must be"):
        log_rank_test([1], FAST)
    with pytest.raises(InvalidArgumentError, match="b must have questions of the same"):
        log_rank_test(FAST, opening)
