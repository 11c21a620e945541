"""Rows as life brings them: mostly sound, some missing, empty or impossible."""

from hypothesis import settings, strategies as st

quick = settings(max_examples=settings().max_examples // 5)
COUNTS = st.integers(0, 10**12)
WHOLES = st.one_of(st.just(0), st.integers(0, 50), COUNTS)
LEVELS = st.floats(0.01, 0.999_999)
LABELS = st.sampled_from(["mon", "tue", None])


@st.composite
def shares(draw):
    """Return successes and trials: k <= n, or k over nothing, or a part unknown."""
    trials = draw(WHOLES)
    successes = draw(st.integers(0, trials) if trials else st.integers(0, 3))
    lost = draw(st.sampled_from(["nothing"] * 8 + ["successes", "trials"]))
    return (
        None if lost == "successes" else successes,
        None if lost == "trials" else trials,
    )


@st.composite
def rates(draw):
    """Return a count and an exposure, either of them perhaps unknown."""
    part = st.one_of(st.none(), WHOLES)
    return draw(part), draw(part)


def columns(rows, **size):
    """Return lists of rows of a strategy, with a label each."""
    return st.lists(st.tuples(rows, LABELS), **{"max_size": 8, **size})
