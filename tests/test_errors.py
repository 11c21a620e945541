"""Refusals keep their pieces, wherever they travel."""

import copy
import pickle

import pytest

from engagement_metrics import Rate, errors

REFUSALS = [
    errors.EngagementError,
    errors.InvalidTypeError,
    errors.InvalidArgumentError,
    errors.InvalidCountsError,
    errors.UnknownLabelError,
    errors.IncompatibleEvidenceError,
]
WARNINGS = [
    errors.NegativeCountsWarning,
    errors.ReachExceedsImpressionsWarning,
    errors.SmallSampleWarning,
    errors.UnequalSpansWarning,
]
PIECES = {
    "argument": "count",
    "rule": "not be negative",
    "got": -1.0,
    "place": (1,),
    "cases": 2,
    "advice": "Leave them out",
}


def pieces_of(error):
    """Return what an error says, piece by piece."""
    return {name: getattr(error, name) for name in PIECES}


def pickled(error):
    """Return an error as another process gets it."""
    return pickle.loads(pickle.dumps(error))  # noqa: S301


@pytest.mark.parametrize("kind", REFUSALS)
@pytest.mark.parametrize("travel", [pickled, copy.copy, copy.deepcopy])
def test_pieces_travel_with_the_message(kind, travel):
    """An error that was pickled or copied says the same in full and in pieces."""
    error = kind("count must not be negative", **PIECES)
    again = travel(error)

    assert kind is type(again)
    assert "count must not be negative" == str(again)
    assert PIECES == pieces_of(again)


@pytest.mark.parametrize("kind", REFUSALS)
def test_pieces_may_be_left_out(kind):
    """Of what is not given nothing is said; a message alone is one case."""
    expected = {
        "argument": "",
        "rule": "",
        "got": None,
        "place": None,
        "cases": 1,
        "advice": "",
    }

    assert expected == pieces_of(kind("no"))


@pytest.mark.parametrize(
    ("kind", "builtin"),
    [
        (errors.InvalidTypeError, TypeError),
        (errors.InvalidArgumentError, ValueError),
        (errors.InvalidCountsError, errors.InvalidArgumentError),
        (errors.UnknownLabelError, errors.InvalidArgumentError),
        (errors.UnknownLabelError, KeyError),
        (errors.IncompatibleEvidenceError, TypeError),
    ],
)
def test_refusals_derive_from_builtin_errors(kind, builtin):
    """The wrong kind is a TypeError, a wrong value a ValueError; all are refusals."""
    assert issubclass(kind, builtin)
    assert issubclass(kind, errors.EngagementError)


@pytest.mark.parametrize("kind", WARNINGS)
def test_warnings_have_one_root(kind):
    """One filter silences the library, or makes all its warnings errors."""
    assert issubclass(kind, errors.EngagementWarning)
    assert issubclass(kind, UserWarning)


def test_a_refused_column_tells_its_place():
    """What a caller catches has the pieces of its message."""
    with pytest.raises(errors.EngagementError) as caught:
        Rate([3, -1, -2], [10, 10, 10])
    expected = PIECES | {"advice": ""}

    assert expected == pieces_of(caught.value)


def test_everything_is_listed():
    """The public names are the errors and warnings there are."""
    kinds = {kind.__name__ for kind in [*REFUSALS, *WARNINGS]}

    assert {*kinds, "EngagementWarning"} == set(errors.__all__)
