"""Hypothesis profiles; choose with ``--hypothesis-profile=long``."""

from hypothesis import settings

settings.register_profile("ci", deadline=None, derandomize=True, max_examples=200)
settings.register_profile("long", deadline=None, max_examples=10_000)
settings.load_profile("ci")
