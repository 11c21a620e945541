"""Two accounts that carry each other, by hand."""

import pytest

from engagement_metrics import (
    Interactions,
    Proportion,
    Rate,
    Status,
    engagement_rate,
    ratio,
)
from engagement_metrics.errors import IncompatibleEvidenceError, InvalidArgumentError
from engagement_metrics.movement import (
    CrossAmplification,
    amplification_lift,
    cross_amplification,
)

# the leader's posts c1 to c4, the brand's b1 to b3
ROWS = [
    ("ceo", None, None, "c1", None),
    ("ceo", None, None, "c2", None),
    ("ceo", "fan", "reply", "c3", "f1"),
    ("brand", None, None, "b1", None),
    ("brand", "ceo", "share", "c1", None),
    ("brand", "ceo", "share", "c1", None),
    ("brand", None, "share", "c2", None),
    ("brand", "ceo", "quote", "b2", "c4"),
    ("brand", "fan", "share", "f1", None),
    ("fan", "ceo", "share", "c3", None),
    ("fan", "brand", "like", "b3", None),
    ("ceo", "brand", "share", "b1", None),
    ("ceo", "brand", "like", "b2", None),
]


def log_of(rows):
    """Return a log of actor, target, kind, post and what it replies to."""
    columns = zip(*rows, strict=True)
    names = ("actor", "target", "kind", "post", "in_reply_to")
    return Interactions.of(**dict(zip(names, map(list, columns), strict=True)))


def test_by_hand():
    """Three of the leader's four posts, one of the brand's three."""
    crossed = cross_amplification(log_of(ROWS), "ceo", "brand")

    assert (3, 4) == (crossed.first.successes, crossed.first.trials)
    assert (1, 3) == (crossed.second.successes, crossed.second.trials)
    assert 0.5 == crossed.balance
    assert (
        "ceo's posts shared by brand: 75.0 % (3 of 4)\n"
        "brand's posts shared by ceo: 33.3 % (1 of 3)\n"
        "balance 50.0 %" == str(crossed)
    )


def test_the_other_way_round():
    """Swapping the accounts swaps the shares, and not the balance."""
    one, other = (
        cross_amplification(log_of(ROWS), *names)
        for names in (("ceo", "brand"), ("brand", "ceo"))
    )

    assert (one.first, one.second) == (other.second, other.first)
    assert one.balance == other.balance


def test_every_order_of_rows():
    """Rows may come in any order."""
    assert cross_amplification(log_of(ROWS[::-1]), "ceo", "brand") == (
        cross_amplification(log_of(ROWS), "ceo", "brand")
    )


def test_an_account_without_posts():
    """Undefined, and so is the balance of none."""
    log = log_of(
        [("ceo", "fan", "like", "f1", None), ("brand", None, None, "b1", None)]
    )
    crossed = cross_amplification(log, "ceo", "brand")

    assert Status.NO_EXPOSURE == crossed.first.status
    assert str(crossed).endswith("balance undefined")


def test_logs_with_disjoint_posts_add():
    """Of the same two accounts."""
    crossed = cross_amplification(log_of(ROWS), "ceo", "brand")

    assert (6, 8) == (
        (crossed + crossed).first.successes,
        (crossed + crossed).first.trials,
    )
    with pytest.raises(IncompatibleEvidenceError) as caught:
        crossed + cross_amplification(log_of(ROWS), "brand", "ceo")
    assert (
        "cannot add evidence of ('brand', 'ceo') to evidence of ('ceo', 'brand')"
        == str(caught.value)
    )
    with pytest.raises(TypeError):
        crossed + 1


@pytest.mark.parametrize(
    ("log", "names", "message"),
    [
        (
            log_of(ROWS),
            ("ceo", "ceo"),
            "b must not be 'ceo' too, but got 'ceo'",
        ),
        (
            log_of(ROWS),
            ("ceo", "nobody"),
            "b must be in the log, but got 'nobody'",
        ),
        (
            Interactions.of(actor=["ceo"], target=["brand"], kind="share"),
            ("ceo", "brand"),
            (
                "log must say which post each event is about, but got None. Give post="
                " to Interactions.of()"
            ),
        ),
    ],
)
def test_what_cannot_be_is_refused(log, names, message):
    """The whole message."""
    with pytest.raises(InvalidArgumentError) as caught:
        cross_amplification(log, *names)

    assert message == str(caught.value)


def test_a_log_without_kinds_says_nothing_of_shares():
    """It is refused."""
    log = Interactions.of(actor=["a", "b"], target=["b", "a"], post=[1, 2])

    with pytest.raises(InvalidArgumentError, match="log must say of which kind"):
        cross_amplification(log, "a", "b")


def test_balance_is_that_of_shares():
    """2 min / (a + b), as the two-way index of the two."""
    made = CrossAmplification(Proportion(3, 9), Proportion(1, 9), ("a", "b"))

    assert 2 * 1 / 4 == made.balance


def test_lift_is_the_ratio_of_rates():
    """Of columns and of single counts."""
    shared = engagement_rate([30, 44], reach=[500, 700])
    alone = engagement_rate([12, 9, 15], reach=[400, 350, 500])
    single = Rate(30, 500), Rate(12, 400)

    assert 74 / 1200 / (36 / 1250) == pytest.approx(
        amplification_lift(shared, alone).value
    )
    assert ratio(*single).value == amplification_lift(*single).value == 2
