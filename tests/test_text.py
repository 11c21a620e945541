"""Numbers are written for people: digits that matter, units, plurals."""

import pytest

from engagement_metrics import _text

NAN = float("nan")
PERCENT, NUMBER = "percent", "number"


@pytest.mark.parametrize(
    ("number", "scale", "expected"),
    [
        (0.0, PERCENT, "0.0 %"),
        (1.0, PERCENT, "100.0 %"),
        (0.0423, PERCENT, "4.2 %"),
        (0.01, PERCENT, "1.0 %"),
        (0.00999, PERCENT, "1.00 %"),
        (0.00423, PERCENT, "0.42 %"),
        (0.0000423, PERCENT, "0.0042 %"),
        (12.34567, PERCENT, "1,234.6 %"),
        (-0.00423, PERCENT, "-0.42 %"),
        (5, NUMBER, "5.0"),
        (0.423, NUMBER, "0.42"),
        (1e-30, NUMBER, "0.00000000"),
        (NAN, PERCENT, "undefined"),
        (NAN, NUMBER, "undefined"),
    ],
)
def test_a_value_has_two_digits_and_its_unit(number, scale, expected):
    """Below 1 two digits that matter, above it one decimal, at most eight."""
    assert expected == _text.value(number, scale)
    assert _text.value(number, PERCENT) == _text.value(number)


@pytest.mark.parametrize(
    ("low", "high", "scale", "expected"),
    [
        (0.035, 0.05, PERCENT, "3.5 to 5.0 %"),
        (0.001, 0.05, PERCENT, "0.10 to 5.0 %"),
        (1, 2.5, NUMBER, "1.0 to 2.5"),
        (NAN, NAN, PERCENT, "undefined to undefined"),
    ],
)
def test_bounds_share_one_unit(low, high, scale, expected):
    """The unit stands once, at the end."""
    assert expected == _text.bounds(low, high, scale)
    assert _text.bounds(low, high, PERCENT) == _text.bounds(low, high)


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (0, "0"),
        (1234.0, "1,234"),
        (1234.5, "1,234.5"),
        (-1234567, "-1,234,567"),
        (2.0**53, "9,007,199,254,740,992"),
    ],
)
def test_whole_amounts_have_no_decimals(amount, expected):
    """Thousands are set apart; a decimal stands only where there is a part."""
    assert expected == _text.number(amount)


@pytest.mark.parametrize(
    ("amount", "noun", "expected"),
    [
        (24, "posts", "24 posts"),
        (0, "posts", "0 posts"),
        (1.0, "posts", "1 post"),
        (1, "replies", "1 reply"),
        (2, "replies", "2 replies"),
        (1.5, "posts", "1.5 posts"),
        (1, "audience", "1 audience"),
        (1, "people", "1 person"),
    ],
)
def test_one_is_singular(amount, noun, expected):
    """One post, two posts; one reply, two replies."""
    assert expected == _text.count(amount, noun)
