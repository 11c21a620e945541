"""Two accounts that carry each other, by hand."""

import pytest

from engagement_metrics import Interactions, Proportion, Status
from engagement_metrics.errors import IncompatibleEvidenceError, InvalidArgumentError
from engagement_metrics.movement import CrossAmplification, cross_amplification

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


def crossed_by(rows, a="ceo", b="brand"):
    """Return the cross-amplification of two accounts."""
    return cross_amplification(log_of(rows), a=a, b=b)


def log_of(rows):
    """Return a log of actor, target, kind, post and what it replies to."""
    columns = zip(*rows, strict=True)
    names = ("actor", "target", "kind", "post", "in_reply_to")
    return Interactions.of(**dict(zip(names, map(list, columns), strict=True)))


def test_shares_and_balance_by_hand():
    """Three of the leader's four posts, one of the brand's three."""
    crossed = crossed_by(ROWS)

    assert (3, 4) == (crossed.first.successes, crossed.first.trials)
    assert (1, 3) == (crossed.second.successes, crossed.second.trials)
    assert 0.5 == crossed.value == crossed.balance
    assert (
        "cross amplification\n"
        "  ceo's posts shared by brand: 75.0 % (95 %: 30.1 to 95.4 %, as if"
        " independent; 3 of 4)\n"
        "  brand's posts shared by ceo: 33.3 % (95 %: 6.1 to 79.2 %, as if independent;"
        " 1 of 3)\n"
        "  balance: 50.0 % (no interval: the two shares have intervals of their own;"
        " 4 posts)" == str(crossed)
    )
    assert "<CrossAmplification 50.0 %: 4 posts, cross amplification>" == repr(crossed)


def test_balance_has_no_interval():
    """The two shares have intervals of their own."""
    crossed = crossed_by(ROWS)
    interval = crossed.interval()

    assert (Status.DEFINED, Status.MISSING) == (crossed.status, interval.status)
    assert interval.low != interval.low
    assert "none: the two shares have intervals of their own" == interval.method
    assert 4 == crossed.units
    assert type(crossed).of_evidence(crossed.evidence) == crossed


def test_unknown_keyword_is_refused_by_python():
    """Accounts are given by keyword: the TypeError names the function."""
    log = log_of(ROWS)
    with pytest.raises(TypeError, match=r"cross_amplification\(\) takes 1 positional"):
        cross_amplification(log, "ceo", "brand")
    with pytest.raises(TypeError, match=r"cross_amplification\(\) got an unexpected"):
        cross_amplification(log, a="ceo", b="brand", c="fan")


def test_swapping_the_accounts():
    """Swapping the accounts swaps the shares, and not the balance."""
    one, other = (
        crossed_by(ROWS, *names) for names in (("ceo", "brand"), ("brand", "ceo"))
    )

    assert (one.first, one.second) == (other.second, other.first)
    assert one.balance == other.balance


def test_order_of_rows_does_not_matter():
    """The answer does not depend on the order of rows."""
    assert crossed_by(ROWS[::-1]) == (crossed_by(ROWS))


def test_an_account_without_posts():
    """Its share is undefined, and so is the balance without a shared post."""
    log = log_of(
        [("ceo", "fan", "like", "f1", None), ("brand", None, None, "b1", None)]
    )
    crossed = cross_amplification(log, a="ceo", b="brand")

    assert Status.NO_EXPOSURE == crossed.first.status
    assert str(crossed).endswith("balance: undefined (no exposure)")
    assert Status.NO_EXPOSURE == crossed.status


def test_logs_with_disjoint_posts_add():
    """Of the same two accounts."""
    crossed = crossed_by(ROWS)

    assert (6, 8) == (
        (crossed + crossed).first.successes,
        (crossed + crossed).first.trials,
    )
    with pytest.raises(IncompatibleEvidenceError) as caught:
        crossed + crossed_by(ROWS, "brand", "ceo")
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
        cross_amplification(log, a=names[0], b=names[1])

    assert message == str(caught.value)


def test_a_log_without_kinds_is_refused():
    """It does not tell shares from other events."""
    log = Interactions.of(actor=["a", "b"], target=["b", "a"], post=[1, 2])

    with pytest.raises(InvalidArgumentError, match="log must have the kind of"):
        cross_amplification(log, a="a", b="b")


def test_balance_is_that_of_shares():
    """2 min / (a + b), as the two-way index of the two."""
    made = CrossAmplification(Proportion(3, 9), Proportion(1, 9), ("a", "b"))

    assert 2 * 1 / 4 == made.balance
