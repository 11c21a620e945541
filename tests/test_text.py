"""Numbers are written for people: digits that matter, units, plurals."""

import math

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
        (0.29991, 0.30009, PERCENT, "29.99 to 30.01 %"),
        (0.5, 0.5, PERCENT, "50.0 to 50.0 %"),
        (1.0, math.inf, NUMBER, "1.0 to inf"),
        (1.0, 1.0 + 1e-12, NUMBER, "1.00000000 to 1.00000000"),
        (-0.0511, -0.0509, NUMBER, "-0.0511 to -0.0509"),
    ],
)
def test_bounds_share_one_unit(low, high, scale, expected):
    """The unit stands once, at the end."""
    assert expected == _text.bounds(low, high, scale)
    assert _text.bounds(low, high, PERCENT) == _text.bounds(low, high)


@pytest.mark.parametrize(
    ("low", "high", "beside", "expected"),
    [
        (1.00023, 1.00577, (1.003, 1.0), "1.0002 to 1.0058"),
        (0.999, 1.2, (1.1, 1.0), "0.999 to 1.200"),
        (3.39, 3.43, (3.41, 1.0), "3.39 to 3.43"),
        (0.5, 1.0, (0.8, 1.0), "0.50 to 1.0"),
        (0.5, 2.0, (NAN, 1.0), "0.50 to 2.0"),
    ],
)
def test_bounds_are_told_apart(low, high, beside, expected):
    """As many digits as show that they are not the value, and not 1."""
    assert expected == _text.bounds(low, high, NUMBER, beside)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (1.0, "1.0"),
        (1.003, "1.0030"),
        (0.997, "0.9970"),
        (1.04, "1.040"),
        (1.06, "1.1"),
        (0.5, "0.50"),
        (2.11, "2.1"),
        (math.inf, "inf"),
        (NAN, "undefined"),
    ],
)
def test_a_ratio_near_1_shows_that_it_is_not_1(number, expected):
    """To two digits of its distance."""
    assert expected == _text.ratio(number)


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


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0, "0 s"),
        (0.25, "0.25 s"),
        (59, "59 s"),
        (60, "1 min"),
        (192, "3 min 12 s"),
        (3600, "1 h"),
        (11_520, "3 h 12 min"),
        (86_400, "24 h"),
        (172_799, "48 h"),
        (172_800, "2 days"),
        (190_800, "2 days 5 h"),
        (86_400_000, "1,000 days"),
        (-192, "-3 min 12 s"),
        (float("inf"), "not reached"),
        (NAN, "undefined"),
    ],
)
def test_a_duration_has_its_two_largest_units(seconds, expected):
    """Days from two of them, and no unit of which there is nothing."""
    assert expected == _text.value(seconds, "duration")


@pytest.mark.parametrize(
    ("low", "high", "scale", "expected"),
    [
        (60, 192, "duration", "1 min to 3 min 12 s"),
        (192, float("inf"), "duration", "3 min 12 s to not reached"),
        (0.001, 0.0025, "per thousand", "1.0 to 2.5 ‰"),
    ],
)
def test_bounds_of_other_scales(low, high, scale, expected):
    """Each duration has its own units; per thousand stands once."""
    assert expected == _text.bounds(low, high, scale)


def test_per_thousand():
    """As percent, of a thousand."""
    assert "4.2 ‰" == _text.value(0.0042, "per thousand")


def test_an_amount_that_is_not_known():
    """It is no number, and is not printed as one."""
    assert "unknown" == _text.number(NAN)
    assert "unknown posts" == _text.count(NAN, "posts")


def test_singular_of_people_is_person():
    """The one noun whose singular is another word."""
    assert ("1 person", "2 people") == (
        _text.count(1, "people"),
        _text.count(2, "people"),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [("ab", "ab"), ("abcde", "abcde"), ("abcdef", "abcd…"), ("abc def", "abc…")],
)
def test_a_long_text_is_cut(text, expected):
    """To its length, with a sign that it was cut and no blank before it."""
    assert expected == _text.short(text, 5)
    assert "x" * 140 == _text.short("x" * 140)
    assert 140 == len(_text.short("x" * 141))
