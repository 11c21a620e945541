"""Parsers of untrusted input survive what once broke them."""

from pathlib import Path

import pytest

doors = pytest.importorskip("fuzz.doors", reason="the extra report is not installed")

CORPUS = Path(__file__).with_name("fuzz") / "corpus"
FILES = sorted(CORPUS.glob("*/*"))


def test_every_door_has_a_corpus():
    """A corpus belongs to a door, and a door begins with one."""
    assert sorted(doors.DOORS) == sorted({path.parent.name for path in FILES})


@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_corpus_passes(path):
    """A door gives a result or one of our own exceptions."""
    doors.DOORS[path.parent.name](path.read_bytes())
