"""Hypothesis profiles; choose with ``--hypothesis-profile=long``."""

import contextlib
import locale
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import settings, strategies as st

settings.register_profile("ci", deadline=None, derandomize=True, max_examples=200)
settings.register_profile("quick", settings.get_profile("ci"), max_examples=20)
settings.register_profile("long", deadline=None, max_examples=10_000)
settings.load_profile("ci")

# numbers, days and letters as the environment has them; Python leaves them as in C
for category in (locale.LC_NUMERIC, locale.LC_TIME, locale.LC_CTYPE, locale.LC_COLLATE):
    with contextlib.suppress(locale.Error):
        locale.setlocale(category, "")


def pytest_collection_finish() -> None:
    """Let Hypothesis import what it puts off, which two threads at once cannot."""
    st.randoms().validate()


@pytest.fixture(autouse=True)
def _warnings_of_numpy() -> Iterator[None]:
    """Let NumPy warn in every test; fitting with lifelines turns it off for good."""
    with np.errstate(divide="warn", over="warn", invalid="warn"):
        yield
