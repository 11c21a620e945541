"""Definitions are found by name, platform, day and denominator."""

import pickle
from datetime import date

import pytest

from engagement_metrics.definitions import CATALOGUE, Catalogue
from engagement_metrics.errors import (
    InvalidArgumentError,
    InvalidTypeError,
    UnknownLabelError,
)


def test_a_name_finds_its_definition() -> None:
    """By name or place; a slice of the catalogue is one; a wrong name is told."""
    for definition in CATALOGUE:
        assert CATALOGUE[definition.name] is definition

    assert CATALOGUE[2:4]["X public counts by impressions"] is CATALOGUE[2]
    with pytest.raises(UnknownLabelError, match="Did you mean 'Kaushik applause rate'"):
        CATALOGUE["Kaushik aplause rate"]


def test_where_picks_what_applies_to_a_platform() -> None:
    """Its own and those for any, but not those that leave it out."""
    found = CATALOGUE.where(platform="TikTok")
    scopes = {definition.scope for definition in found}

    assert {"TikTok", "TikTok, public data", "TikTok and YouTube"} <= scopes
    assert {"any platform", "own accounts", "all but X and LinkedIn"} <= scopes
    assert "all but TikTok, public data" not in scopes
    assert not {scope for scope in scopes if scope.startswith(("Facebook", "X"))}
    assert "YouTube Shorts" in {d.scope for d in CATALOGUE.where(platform="YouTube")}


def test_where_takes_all_it_is_asked_together() -> None:
    """The day, the denominator and the platform each narrow what is found."""
    day = date(2020, 1, 1)
    found = CATALOGUE.where(platform="Facebook", on=day, denominator="followers")

    assert found
    assert set(found) == {
        definition
        for definition in CATALOGUE.where(platform="Facebook")
        if definition.valid_on(day) and definition.denominator == "followers"
    }
    assert CATALOGUE == CATALOGUE.where()
    assert isinstance(found, Catalogue)


@pytest.mark.parametrize(
    ("asked", "error", "said"),
    [
        ({"platform": "Instagramm"}, InvalidArgumentError, "Did you mean 'Instagram'"),
        ({"platform": 5}, InvalidTypeError, "platform must be"),
        ({"on": "2020-01-01"}, InvalidTypeError, "on must be a date"),
        ({"denominator": "fans"}, InvalidArgumentError, "Write 'followers'"),
    ],
)
def test_where_refuses_what_it_does_not_know(asked, error, said) -> None:
    """A platform that no definition names is refused: its list would be empty."""
    with pytest.raises(error, match=said):
        CATALOGUE.where(**asked)


def test_a_catalogue_survives_pickle() -> None:
    """It is equal, and still looked up by name."""
    made = pickle.loads(pickle.dumps(CATALOGUE))  # noqa: S301

    assert made == CATALOGUE
    assert made["Kaushik applause rate"] == CATALOGUE["Kaushik applause rate"]
