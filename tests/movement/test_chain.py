"""Chains, earned share and amplification by hand, and their refusals."""

import math
import pickle

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
def test_overall_share_is_the_product_of_the_steps(counts):
    """And its logarithm is the sum of their logarithms."""
    chain = conversion_chain(counts)
    product = math.prod(rate.value for rate in chain.rates)

    if counts["clicked"]:
        assert product == pytest.approx(chain.overall.value, rel=1e-14)
    if counts["signed"]:
        assert math.log(chain.overall.value) == pytest.approx(
            sum(chain.logs), abs=1e-12
        )


def test_a_step_that_nobody_took():
    """Its share is 0, and the next share is undefined."""
    chain = conversion_chain({"reached": 10, "clicked": 0, "signed": 0})

    assert (0.0, Status.NO_EXPOSURE) == (chain.rates[0].value, chain.rates[1].status)
    assert -math.inf == chain.logs[0]
    assert math.isnan(chain.logs[1])
    assert 0.0 == chain.value == chain.overall.value
    assert str(chain).splitlines() == [
        "conversion of reached",
        "  reached: 10",
        "  clicked: 0 (0.0 % of reached)",
        "  signed: 0 (undefined of clicked)",
        "  signed of reached: 0.0 % (95 %: at most 27.8 %, as if independent; 0 of 10)",
    ]


@given(funnels, funnels)
def test_disjoint_people_add(first, second):
    """Step by step."""
    both = conversion_chain(first) + conversion_chain(second)

    assert both == conversion_chain({s: first[s] + second[s] for s in STEPS})


def test_chain_answers_as_its_overall_share():
    """Value, status, interval, units and metric are those of the overall share."""
    chain = conversion_chain({"reached": 4000, "clicked": 300, "signed": 90})

    assert chain.overall.interval(0.9) == chain.interval(0.9)
    assert (Status.DEFINED, 1) == (chain.status, chain.units)
    assert ("conversion", "signed", "reached", "people") == (
        chain.metric.name,
        chain.metric.numerator,
        chain.metric.denominator,
        chain.metric.unit,
    )
    assert type(chain).of_evidence(chain.evidence) == chain
    assert pickle.loads(pickle.dumps(chain)) == chain  # noqa: S301
    assert "<ConversionChain 2.2 %: 90 of 4,000, conversion of reached>" == repr(chain)


def test_totals_beyond_exact_numbers_are_refused():
    """Whole numbers above 2**53 are not exact."""
    chain = conversion_chain({"reached": 2**53, "clicked": 1})
    with pytest.raises(
        InvalidCountsError, match="the total of reached must not exceed"
    ):
        chain + chain


def test_other_steps_do_not_add():
    """Nor does a number."""
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
def test_impossible_steps_are_refused(steps, error, message):
    """The whole message."""
    with pytest.raises(error) as caught:
        conversion_chain(steps)

    assert message == str(caught.value)


def test_earned_share_of_numbers():
    """Earned items over all items; a column gives one share per period."""
    assert 0.8 == earned_share(240, 300).value
    assert [0.5, 0.25] == earned_share([1, 1], [2, 4]).value.tolist()
    assert Status.NO_EXPOSURE == earned_share(0, 0).status
    assert earned_share(240, 300) == earned_share(items=300, earned=240)
    assert (
        "earned share of items: 80.0 % (95 %: 75.1 to 84.1 %, as if independent; 240 of"
        " 300)" == str(earned_share(240, 300))
    )


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

    assert (2, 3) == (plain.sum_y, plain.sum_x)
    assert (4, 5) == (weighted.sum_y, weighted.sum_x)
    assert ("earned_share", "persons") == (plain.metric.name, plain.metric.unit)
    each = earned_share(Interactions.of(**columns), owned={"brand"}, by="person")
    assert {"ada", "bob", "brand"} == set(each)
    assert plain == each.pooled()
    assert plain == earned_share(owned={"brand"}, earned=Interactions.of(**columns))


LOG = Interactions.of(actor=["ada"], target=["bob"], kind="share")


@pytest.mark.parametrize(
    ("given", "owned", "message"),
    [
        ((LOG,), {}, "earned_share() must be given owned=, but got none"),
        ((LOG, 3), {"owned": {"ada"}}, "earned_share() of a log takes no items="),
        ((3, 4), {"owned": {"ada"}}, "earned_share() of numbers takes no owned="),
        ((3,), {}, "earned_share() must be given items=, but got none"),
        (([LOG], 3), {}, "earned must be a number or an array of numbers"),
    ],
)
def test_arguments_that_do_not_go_together_are_refused(given, owned, message):
    """The message names the function and the arguments."""
    with pytest.raises(InvalidTypeError) as caught:
        earned_share(*given, **owned)

    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("function", "arguments"),
    [(earned_share, (3, 4)), (amplification_factor, (3,)), (conversion_chain, ({},))],
)
def test_unknown_keywords_are_refused_by_python(function, arguments):
    """The TypeError names the public function."""
    with pytest.raises(TypeError, match=rf"^{function.__name__}\(\) got an unexpected"):
        function(*arguments, share=2)


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
def test_owned_accounts_are_a_set_that_is_not_empty(owned, message):
    """Text is refused, and so is an empty set."""
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
    assert 1.5 == amplification_factor(3000, owned=2000).value
    assert 1.5 == amplification_factor(owned=2000, earned=3000).value
    assert Status.NO_DENOMINATOR == amplification_factor(3, owned=0).status
    assert 4 / 3 == amplification_factor([3, 1], owned=[2, 1]).pooled().value
    with pytest.raises(TypeError, match=r"amplification_factor\(\) takes 1 positional"):
        amplification_factor(3000, 2000)
