"""Chains, earned share and amplification by hand, and their refusals."""

import math

import pytest
from hypothesis import given, strategies as st

from engagement_metrics import Interactions, Status
from engagement_metrics.errors import (
    IncompatibleEvidenceError,
    InvalidArgumentError,
    InvalidCountsError,
    InvalidTypeError,
)
from engagement_metrics.movement import (
    amplification_factor,
    conversion_chain,
    earned_share,
)

STEPS = ("reached", "clicked", "signed")
funnels = st.lists(st.integers(0, 1000), min_size=3, max_size=3).map(
    lambda counts: dict(zip(STEPS, sorted(counts, reverse=True), strict=True))
)


@given(funnels)
def test_the_whole_is_the_product_of_the_steps(counts):
    """And its logarithm the sum of theirs."""
    chain = conversion_chain(counts)
    product = math.prod(rate.value for rate in chain.rates)

    if counts["clicked"]:
        assert product == pytest.approx(chain.overall.value, rel=1e-14)
    if counts["signed"]:
        assert math.log(chain.overall.value) == pytest.approx(
            sum(chain.logs), abs=1e-12
        )


def test_a_step_that_nobody_took():
    """Its share is 0, what comes after it undefined."""
    chain = conversion_chain({"reached": 10, "clicked": 0, "signed": 0})

    assert (0.0, Status.NO_EXPOSURE) == (chain.rates[0].value, chain.rates[1].status)
    assert -math.inf == chain.logs[0]
    assert math.isnan(chain.logs[1])
    assert 0.0 == chain.overall.value
    assert str(chain).endswith("signed of reached: 0.0 %")


@given(funnels, funnels)
def test_disjoint_people_add(first, second):
    """Step by step."""
    both = conversion_chain(first) + conversion_chain(second)

    assert both == conversion_chain({s: first[s] + second[s] for s in STEPS})


def test_other_steps_do_not_add():
    """Nor does what is no chain."""
    chain = conversion_chain({"reached": 2, "clicked": 1})

    with pytest.raises(IncompatibleEvidenceError) as caught:
        chain + conversion_chain({"reached": 2, "signed": 1})
    assert (
        "cannot add a chain of ('reached', 'signed') to a chain of ('reached',"
        " 'clicked')" == str(caught.value)
    )
    with pytest.raises(TypeError):
        chain + 1


@pytest.mark.parametrize(
    ("steps", "error", "message"),
    [
        ([1, 2], InvalidTypeError, "steps must be a mapping, but got [1, 2]"),
        (
            {"reached": 3},
            InvalidArgumentError,
            "steps must hold at least two steps, but got ['reached']",
        ),
        (
            {"reached": 3, "clicked": 5},
            InvalidCountsError,
            (
                "clicked must not exceed 3 of reached, but got 5.0. A step is taken by"
                " people who took the one before"
            ),
        ),
        (
            {"reached": 0, "clicked": 5},
            InvalidCountsError,
            (
                "clicked must not exceed 0 of reached, but got 5.0. A step is taken by"
                " people who took the one before"
            ),
        ),
        (
            {"reached": 3, "clicked": None},
            InvalidCountsError,
            "clicked must be known, but got None. Leave it out",
        ),
        (
            {"reached": 3, "clicked": [1, 2]},
            InvalidTypeError,
            "clicked must be a number, but got [1, 2]",
        ),
        (
            {"reached": -3, "clicked": 1},
            InvalidCountsError,
            "reached must not be negative, but got -3.0",
        ),
    ],
)
def test_what_is_no_chain_is_refused(steps, error, message):
    """The whole message."""
    with pytest.raises(error) as caught:
        conversion_chain(steps)

    assert message == str(caught.value)


def test_earned_share_of_numbers():
    """Others' items over all items; a column gives one for each period."""
    assert 0.8 == earned_share(240, 300).value
    assert [0.5, 0.25] == earned_share([1, 1], [2, 4]).value.tolist()
    assert Status.NO_EXPOSURE == earned_share(0, 0).status


def test_earned_share_of_a_log():
    """Talk and shares are items, likes are not; weights count."""
    columns = {
        "actor": ["ada", "brand", "bob", "cyd", None],
        "target": ["brand", "ada", "brand", "brand", "brand"],
        "kind": ["share", "reply", "mention", "like", "share"],
    }
    plain = earned_share(Interactions.of(**columns), owned={"brand", "unseen"})
    weighted = earned_share(
        Interactions.of(**columns, weight=[3, 1, 1, 1, 1]), owned={"brand"}
    )

    assert (2, 3) == (plain.successes, plain.trials)
    assert (4, 5) == (weighted.successes, weighted.trials)


@pytest.mark.parametrize(
    ("owned", "message"),
    [
        (
            "brand",
            (
                "owned must be accounts, but got 'brand'. Give a set of accounts:"
                " owned={'brand'}"
            ),
        ),
        ([], "owned must name an account, but got set()"),
    ],
)
def test_owned_accounts_are_named(owned, message):
    """As a set, with somebody in it."""
    log = Interactions.of(actor=["ada"], target=["bob"], kind="share")

    with pytest.raises((InvalidTypeError, InvalidArgumentError)) as caught:
        earned_share(log, owned=owned)

    assert message == str(caught.value)


def test_more_cannot_be_earned_than_there_is():
    """Items include the earned ones."""
    with pytest.raises(InvalidCountsError, match="Items include the earned ones"):
        earned_share(5, 4)


def test_amplification_factor():
    """Earned over owned, which may exceed 1."""
    assert 1.5 == amplification_factor(3000, 2000).value
    assert Status.NO_DENOMINATOR == amplification_factor(3, 0).status
    assert 4 / 3 == amplification_factor([3, 1], [2, 1]).pooled().value
