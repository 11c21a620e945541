"""The table of our metrics says what the docstrings say, of every metric."""

import re
import runpy
from pathlib import Path

import pytest

MADE = runpy.run_path(str(Path(__file__).parents[1] / "docs" / "metrics_page.py"))
METRICS = list(MADE["metrics"]())


def rate(of, over):
    r"""
    Return the rate of something.

    What it is for, in many words.

    .. math::

       \frac{|of|}
       {over}

    Parameters
    ----------
    of, over : float
        Numbers.

    Notes
    -----
    Unit: events. Range: 0 to infinity, as in Goel et al. [1]_. Better: higher.
    Undefined (NaN) where *over* is 0. It is said to be useful [1]_. Interval: Poisson
    score, of ``of`` | alone. Also known as quotient.

    References
    ----------
    .. [1] Goel, S. (2016). Of
       things. https://example.org/a/
       long-page. Not read.
    .. [2] Another.
    """


def test_page_is_made_from_the_docstrings() -> None:
    """The page says what the docstrings say; its script makes it so."""
    text = MADE["PAGE"].read_text(encoding="utf-8")

    assert MADE["metrics_page"](text) == text, "run python docs/metrics_page.py"


def test_a_row_is_the_docstring() -> None:
    """Formula, range, undefined, interval and first reference, without citations."""
    assert [
        "{func}`~family.rate`<br>the rate of something",
        r"$\frac{\vert of\vert } {over}$",
        "0 to infinity, as in Goel et al..",
        "where *over* is 0.",
        r"Poisson score, of `of` \| alone.",
        "Goel, S. (2016). Of things. <https://example.org/a/long-page>. Not read.",
    ] == MADE["row"]("family", rate)


@pytest.mark.parametrize(
    ("without", "missing"),
    [
        ("Range:", ["range"]),
        ("Undefined", ["undefined"]),
        ("Interval:", ["interval"]),
        (".. [", ["source"]),
    ],
)
def test_a_docstring_that_does_not_say_is_refused(without, missing) -> None:
    """The script names the metric, and what its Notes lack."""

    def mute() -> None:
        pass

    mute.__doc__ = rate.__doc__.replace(without, "Else:")
    with pytest.raises(ValueError, match="mute") as refused:
        MADE["row"]("family", mute)
    assert missing == refused.value.args[2]


def test_a_definition_of_ours_is_ours() -> None:
    """References then are of something else."""

    def ours() -> None:
        pass

    ours.__doc__ = rate.__doc__.replace("Better: higher.", "Our\n    definition.")
    assert "ours" == MADE["row"]("family", ours)[-1]


@pytest.mark.parametrize(
    ("family", "function"), METRICS, ids=[function.__name__ for _, function in METRICS]
)
def test_every_metric_says_what_it_is(family, function) -> None:
    """Each has a summary, a range, an interval or why not, and a source."""
    row = MADE["row"](family, function)

    assert all(row)
    assert not re.search(r"\[\w+\]_|``", " ".join(row))
