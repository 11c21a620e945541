"""Responses against a plain search, pandas, and clocks and people that err."""

import gzip
import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, strategies as st

from engagement_metrics import Action, Interactions, ResponsePolicy, Responses
from engagement_metrics.conversation import response_rate
from engagement_metrics.errors import InvalidArgumentError, InvalidTypeError
from engagement_metrics.tables import Response

DATA = Path(__file__).parents[3] / "shared" / "data"
DAY = np.datetime64("2026-01-05", "us")
HOUR = np.timedelta64(1, "h")
PEOPLE = ["ada", "bob", "cyd"]
messages = st.lists(
    st.tuples(
        st.sampled_from(PEOPLE),
        st.sampled_from([None, *PEOPLE]),
        st.integers(0, 6),
        st.one_of(st.none(), st.integers(0, 9)),
    ),
    max_size=10,
)


def at(*hours):
    """Return times so many hours after a day began; NaT for None."""
    return np.array(
        [np.datetime64("NaT", "us") if h is None else DAY + h * HOUR for h in hours],
        "datetime64[us]",
    )


def log_of(rows, **more):
    """Return a log of sender, receiver, hour and the row that is replied to."""
    return Interactions.of(
        actor=[row[0] for row in rows],
        target=[row[1] for row in rows],
        kind="message",
        at=at(*(row[2] for row in rows)),
        post=range(len(rows)),
        in_reply_to=[row[3] for row in rows],
        **more,
    )


def ordered(rows):
    """Return rows in one order, None last."""
    return sorted(rows, key=lambda r: (str(r[0]), r[1], r[2] is None, r[2] or 0))


def found(responses):
    """Return who asked when, and after how many hours they were answered."""
    hours = ((responses.asked - DAY) / HOUR).tolist()
    after = [None if np.isnan(a) else a / 3600 for a in responses.after]
    return ordered(zip(responses.asker, hours, after, strict=True))


def searched(rows, account, *, by_reply, gap=99):
    """Return what `found` should, by looking at every pair of messages."""
    result = []
    for place, (asker, to, asked, _) in enumerate(rows):
        if to != account or asker == account:
            continue
        later = [
            hour - asked
            for sender, back, hour, parent in rows
            if sender == account
            and hour >= asked
            and hour - asked <= gap
            and (parent == place if by_reply else back == asker)
        ]
        early = by_reply and any(
            sender == account and parent == place and hour < asked
            for sender, _, hour, parent in rows
        )
        if later or not early:
            result.append((asker, asked, min(later, default=None)))
    return ordered(result)


@given(messages)
def test_answers_by_reply_are_those_of_a_search(rows):
    """The first message of the account that replies to the question."""
    responses = Responses.of_log(log_of(rows), to="ada")

    assert searched(rows, "ada", by_reply=True) == found(responses)


@given(messages, st.integers(0, 6))
def test_answers_by_next_message_are_those_of_a_search(rows, gap):
    """The next message back to the same person, not later than the gap."""
    policy = ResponsePolicy(match="next", max_gap=timedelta(hours=gap))
    responses = Responses.of_log(log_of(rows), to="ada", policy=policy)

    assert searched(rows, "ada", by_reply=False, gap=gap) == found(responses)


@given(messages, st.randoms())
def test_the_order_of_rows_does_not_matter(rows, random):
    """A log need not be sorted."""
    whole = log_of(rows)
    order = list(range(len(rows)))
    random.shuffle(order)
    shuffled = whole[np.array(order, np.int64)]

    for match in ("reply", "next"):
        policy = ResponsePolicy(match=match)
        first = Responses.of_log(whole, policy=policy)
        assert found(first) == found(Responses.of_log(shuffled, policy=policy))


def test_from_columns():
    """Answered, not answered, and too young: nothing is dropped."""
    responses = Responses.of(
        asked=at(0, 1, 5), answered=at(2, None, None), until=at(6)[0]
    )

    assert [7200.0] == responses.after[:1].tolist()
    assert [5 * 3600.0, 3600.0] == responses.censored[1:].tolist()
    assert np.isnan(responses.after[1:]).all()
    assert np.isnan(responses.censored[0])
    assert [True, False, False] == responses.observed.tolist()
    assert "3 questions, of which 1 was answered" == str(responses)


def test_until_is_the_last_time_unless_given():
    """Also one for each question; what was answered later was not answered by then."""
    asked, answered = at(0, 1), at(3, None)
    each = Responses.of(asked=asked, answered=answered, until=at(2, 9))

    assert [True, False] == Responses.of(
        asked=asked, answered=answered
    ).observed.tolist()
    assert 7200.0 == Responses.of(asked=asked, answered=answered).censored[1]
    assert [7200.0, 8 * 3600.0] == each.censored.tolist()
    aware = datetime(2026, 1, 5, 2, tzinfo=UTC)
    assert [7200.0, 3600.0] == Responses.of(
        asked=asked, answered=answered, until=aware
    ).censored.tolist()


def test_answers_before_their_question():
    """Are set aside and counted; within the skew they count as at once (G6)."""
    columns = {"asked": at(1, 2, 3), "answered": at(2, 1, 0), "until": at(9)[0]}
    strict = Responses.of(**columns)
    lenient = Responses.of(**columns, skew=timedelta(hours=1))

    assert (1, 2, 0) == (len(strict), strict.early, strict.clamped)
    assert (2, 1, 1) == (len(lenient), lenient.early, lenient.clamped)
    assert [3600.0, 0.0] == lenient.after.tolist()
    assert "1 question, of which 1 was answered; 2 early" == str(strict)


def test_questions_without_a_time():
    """Or asked after one had ceased to look, or of no known end: counted apart."""
    responses = Responses.of(
        asked=at(None, 5, 1, 1),
        answered=at(2, None, None, 2),
        until=at(9, 4, None, None),
    )

    assert (1, 3) == (len(responses), responses.unknown)
    assert [3600.0] == responses.after.tolist()


def test_skew_in_a_log():
    """An early reply is set aside; its question too, unless there is another."""
    rows = [
        ("ada", "bob", 2, None),
        ("bob", "ada", 1, 0),
        ("ada", "bob", 2, None),
        ("bob", "ada", 1, 2),
        ("bob", "ada", 5, 2),
    ]
    strict = Responses.of_log(log_of(rows), to="bob")
    skew = ResponsePolicy(skew=timedelta(hours=1))
    lenient = Responses.of_log(log_of(rows), to="bob", policy=skew)

    assert [("ada", 2.0, 3.0)] == found(strict)
    assert (2, 0) == (strict.early, strict.clamped)
    assert [("ada", 2.0, 0.0), ("ada", 2.0, 0.0)] == found(lenient)
    assert (0, 2) == (lenient.early, lenient.clamped)


def test_accounts_that_do_not_ask_or_answer():
    """To oneself, insiders and automated accounts: by id or by mask."""
    rows = [
        ("ada", "brand", 0, None),
        ("bot", "brand", 1, None),
        ("brand", "brand", 1, None),
        ("eve", "brand", 2, None),
        ("brand", "ada", 3, 0),
        ("brand", "ada", 4, 0),
    ]
    auto = np.array([False, True, False, False, True, False])
    by_id = Responses.of_log(
        log_of(rows),
        to="brand",
        policy=ResponsePolicy(insiders={"eve", "nobody"}, automated=["bot"]),
    )
    by_mask = Responses.of_log(
        log_of(rows), to="brand", policy=ResponsePolicy(automated=auto)
    )

    assert [("ada", 0.0, 3.0)] == found(by_id)
    assert (1, 1, 1) == (by_id.to_self, by_id.insiders, by_id.automated)
    assert [("ada", 0.0, 4.0), ("eve", 2.0, None)] == found(by_mask)


def test_self_replies_may_count():
    """A policy may let people answer themselves; nothing answers itself."""
    rows = [("ada", None, 0, 0), ("ada", None, 1, 0), ("bob", None, 2, None)]
    alone = Responses.of_log(log_of(rows), policy=ResponsePolicy(self_replies=True))

    assert [("ada", 0.0, 1.0), ("ada", 1.0, None), ("bob", 2.0, None)] == found(alone)
    assert [("ada", 0.0, None), ("ada", 1.0, None), ("bob", 2.0, None)] == found(
        Responses.of_log(log_of(rows))
    )


def test_whoever_is_addressed_answers():
    """Without an account, whom a message addresses; anybody if it is nobody."""
    rows = [
        ("ada", "bob", 0, None),
        ("cyd", "ada", 1, 0),
        ("ada", None, 2, None),
        ("cyd", "ada", 3, 2),
        ("bob", "ada", 4, 0),
    ]
    responses = Responses.of_log(log_of(rows))

    assert ["bob", "cyd"] == [who for who in responses.answerer if who]
    assert [("ada", 0.0, 4.0), ("ada", 2.0, 1.0)] == found(responses[np.array([0, 2])])
    assert ["bob", "ada", None, "ada", "ada"] == responses.account.values()


def test_accounts_that_answer_for_each_other():
    """A set of accounts is one; what they write to each other asks nothing."""
    rows = [
        ("ada", "brand", 0, None),
        ("brand", "agent", 1, None),
        ("agent", "ada", 2, 0),
        ("bob", "agent", 3, None),
        ("brand", "bob", 5, 3),
    ]
    expected = [("ada", 0.0, 2.0), ("bob", 3.0, 2.0)]

    for match, who in (("reply", ["agent", "brand"]), ("next", [None, None])):
        team = Responses.of_log(
            log_of(rows), to={"brand", "agent"}, policy=ResponsePolicy(match=match)
        )
        assert expected == found(team)
        assert who == team.answerer.values()
        assert 1 == team.to_self


def test_post_to_several_accounts_asks_each():
    """But one to accounts that answer for each other."""
    log = Interactions.of(
        actor=["ada", "ada", "bob"],
        target=["bob", "cyd", "ada"],
        kind="message",
        at=at(0, 0, 1),
        post=["p", "p", "q"],
        in_reply_to=[None, None, "p"],
    )

    assert [("ada", 0.0, 1.0), ("ada", 0.0, None), ("bob", 1.0, None)] == found(
        Responses.of_log(log)
    )
    assert [("ada", 0.0, 1.0)] == found(Responses.of_log(log, to=["bob", "cyd"]))


def test_turns():
    """Messages with no answer in between are one question, asked with the first."""
    rows = [
        ("ada", "bob", 0, None),
        ("ada", "bob", 1, None),
        ("cyd", "bob", 1, None),
        ("bob", "ada", 3, 1),
        ("ada", "bob", 4, None),
        ("ada", None, 5, None),
        (None, "bob", 6, None),
    ]
    expected = [("ada", 0.0, 3.0), ("ada", 4.0, None), ("cyd", 1.0, None)]

    for match in ("reply", "next"):
        policy = ResponsePolicy(match=match, collapse_turns=True)
        turns = Responses.of_log(log_of(rows), to="bob", policy=policy)
        assert expected == [row for row in found(turns) if row[0]]
        assert (match == "next") == turns.unknown


def test_turn_ends_with_an_answer_a_silence_or_an_unknown_account():
    """Not by what neither asks nor answers; of messages to nobody each is one."""
    log = Interactions.of(
        actor=["bob", "bob", "ada", "bob", "bob", "bob", "bob", "bob"],
        target=["ada", "ada", "bob", "ada", "ada", None, None, "bob"],
        kind=["like", "reply", "like", "reply", "reply", "reply", "reply", "reply"],
        at=at(0, 1, 2, 3, 9, 10, 10, 11),
        post=range(8),
        in_reply_to=[None] * 8,
    )
    options = {"collapse_turns": True, "self_replies": True}
    whole = Responses.of_log(log, policy=ResponsePolicy(**options))
    gap = timedelta(hours=5)
    parted = Responses.of_log(log, policy=ResponsePolicy(max_gap=gap, **options))

    assert [1.0, 10.0, 10.0, 11.0] == [row[1] for row in found(whole)]
    assert [1.0, 9.0, 10.0, 10.0, 11.0] == [row[1] for row in found(parted)]


def test_the_next_message_back_is_by_whom_one_asked():
    """Nobody where it did not come, or came after the gap; none is early."""
    rows = [
        ("ada", "bob", 0, None),
        ("bob", "ada", 2, None),
        ("cyd", "bob", 3, None),
        ("dan", "bob", 3, None),
        ("bob", "dan", 9, None),
    ]
    policy = ResponsePolicy(match="next", max_gap=timedelta(hours=2))
    to_bob = Responses.of_log(log_of(rows), to="bob", policy=policy)

    assert [("ada", 0.0, 2.0), ("cyd", 3.0, None), ("dan", 3.0, None)] == found(to_bob)
    assert ["bob", None, None] == to_bob.answerer.values()
    assert (0, 0) == (to_bob.early, to_bob.clamped)


def test_an_answer_at_the_end_of_the_gap_is_in_time():
    """And one at the very time of its question is not early; the row says nothing."""
    rows = [
        ("bob", "ada", 5, 2),
        ("bob", "ada", 0, 2),
        ("ada", "bob", 3, None),
        ("ada", "bob", 4, None),
        ("bob", "ada", 4, 3),
    ]
    policy = ResponsePolicy(max_gap=timedelta(hours=2))
    responses = Responses.of_log(log_of(rows), to="bob", policy=policy)

    assert [("ada", 3.0, 2.0), ("ada", 4.0, 0.0)] == found(responses)
    assert (1, 0) == (responses.early, responses.clamped)


def test_an_empty_log_without_times_asks_nothing():
    """There is no time that could be missing."""
    log = Interactions.of(actor=[], target=[], kind=[])

    assert 0 == len(Responses.of_log(log))


def test_the_end_may_be_on_a_clock():
    """Until when one looked, as the clocks of the zone showed."""
    naive = [datetime(2026, 1, 5, 3)]  # noqa: DTZ001
    responses = Responses.of(
        asked=naive,
        answered=[None],
        until=[datetime(2026, 1, 5, 4)],  # noqa: DTZ001
        tz="Asia/Tokyo",
    )

    assert [3600.0] == responses.censored.tolist()


def test_kinds():
    """A like answers if it is said to; by default it is no answer."""
    log = Interactions.of(
        actor=["ada", "brand", "ada"],
        target=["brand", "ada", "brand"],
        kind=["reply", "like", "like"],
        at=at(0, 1, 2),
    )
    liked = ResponsePolicy(answers={"like", "reply"})
    every = ResponsePolicy(asks=None, answers="like")

    assert [("ada", 0.0, None)] == found(Responses.of_log(log, to="brand"))
    assert [("ada", 0.0, 1.0)] == found(Responses.of_log(log, to="brand", policy=liked))
    assert [("ada", 0.0, 1.0), ("ada", 2.0, None)] == found(
        Responses.of_log(log, to="brand", policy=every)
    )
    assert frozenset({Action.LIKE}) == every.answers


def test_unsaid_times_and_posts():
    """Questions without a time or, by reply, an id are set aside and counted."""
    log = Interactions.of(
        actor=["ada", "ada", "ada"],
        target=["bob"] * 3,
        kind="message",
        at=at(0, None, 2),
        post=["p", "q", None],
        in_reply_to=[None] * 3,
    )

    assert (1, 2) == (
        len(Responses.of_log(log, to="bob")),
        Responses.of_log(log, to="bob").unknown,
    )


def test_an_account_that_received_nothing():
    """Has no questions, whether it is in the log or not."""
    log = log_of([("ada", "bob", 0, None)])

    assert 0 == len(Responses.of_log(log, to="ada"))
    assert 0 == len(Responses.of_log(log, to="zoe"))
    assert 0 == len(Responses.of_log(Interactions.of(actor=[], target=[])))


def test_questions_append():
    """Rows append and counts add."""
    first = Responses.of(asked=at(0, 1), answered=at(1, 0), asker=["ada", "bob"])
    second = Responses.of(asked=at(2), answered=at(3), account=[7])
    both = first + second

    assert [3600.0, 3600.0] == both.after.tolist()
    assert (["ada", None], [None, 7]) == (both.asker.values(), both.account.values())
    assert 1 == both.early
    with pytest.raises(TypeError):
        first + 1


def test_a_row():
    """By place, with aware times."""
    responses = Responses.of(
        asked=at(0), answered=at(None), until=at(1)[0], asker=["a"], answerer=[None]
    )

    assert (
        Response(
            asked=datetime(2026, 1, 5, tzinfo=UTC),
            answered=None,
            until=datetime(2026, 1, 5, 1, tzinfo=UTC),
            asker="a",
        )
        == responses[0]
    )


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: ResponsePolicy(automated="bot"),
            (
                "automated must be accounts, or a mask of the rows of the log, but got"
                " 'bot'. Give a set of accounts: automated={'bot'}"
            ),
        ),
        (
            lambda: ResponsePolicy(max_gap=5),
            "max_gap must be a timedelta, but got 5. Such as timedelta(days=1)",
        ),
        (
            lambda: ResponsePolicy(skew=np.timedelta64("NaT", "us")),
            "skew must be a timedelta, but got None. Such as timedelta(days=1)",
        ),
        (
            lambda: ResponsePolicy(skew=-HOUR),
            (
                "skew must not be negative, but got datetime.timedelta(days=-1,"
                " seconds=82800)"
            ),
        ),
        (
            lambda: ResponsePolicy(match="id"),
            "match must be 'reply' or 'next', but got 'id'",
        ),
        (
            lambda: ResponsePolicy(answers={"replies"}),
            (
                "answers must be 'like', 'dislike', 'reply', 'share', 'quote',"
                " 'mention', 'message', 'save', 'click', 'view',"
                " 'follow' or 'unfollow', but got"
                " 'replies'. Did you mean 'reply'?"
            ),
        ),
        (
            lambda: Responses.of(asked=at(0, 1), answered=at(2)),
            "answered must have the length 2 of asked, but has 1",
        ),
        (
            lambda: Responses.of_log(
                log_of([("ada", "bob", 0, None)]),
                policy=ResponsePolicy(automated=[True, False]),
            ),
            "automated must have the length 1 of log, but has 2",
        ),
        (
            lambda: Responses.of_log(
                Interactions.of(actor=["ada"], target=["bob"], kind="message")
            ),
            "log must have a column at, but got None. Give at= to Interactions.of()",
        ),
        (
            lambda: Responses.of_log(
                Interactions.of(actor=["a"], target=["b"], kind="message", at=at(0)),
                policy=ResponsePolicy(match="reply"),
            ),
            (
                "log must have a column post, but got None. Give post= to"
                " Interactions.of()"
            ),
        ),
        (
            lambda: Responses.of_log(
                Interactions.of(
                    actor=["a"], target=["b"], kind="message", at=at(0), post=[1]
                ),
                policy=ResponsePolicy(match="reply"),
            ),
            (
                "log must have a column in_reply_to, but got None. Give in_reply_to= to"
                " Interactions.of()"
            ),
        ),
    ],
)
def test_impossible_responses_are_refused(call, message):
    """The whole message, of arguments that cannot be."""
    with pytest.raises((InvalidArgumentError, InvalidTypeError)) as caught:
        call()

    assert message == str(caught.value)


def test_policies_are_data():
    """They compare, and a long gap is one."""
    policy = ResponsePolicy(max_gap=timedelta.max, automated=[True])

    assert ResponsePolicy() == ResponsePolicy()
    assert policy == ResponsePolicy(max_gap=timedelta.max, automated=np.array([True]))
    assert ResponsePolicy() != ResponsePolicy(skew=timedelta(1))
    for name in ("automated", "insiders"):
        first, second = (
            ResponsePolicy(**{name: np.array(mask)})
            for mask in ([True, False], [False, True])
        )
        assert first == ResponsePolicy(**{name: np.array([True, False])})
        assert first != second


def test_times_in_the_year_55840_are_refused():
    """Milliseconds given as seconds (G5)."""
    with pytest.raises(InvalidArgumentError, match="milliseconds"):
        Responses.of(asked=np.array([1_700_000_000_000], "M8[s]"), answered=at(None))


def as_of(name, rows):
    """Return a log of messages, and pandas' `merge_asof` of it."""
    pd = pytest.importorskip("pandas")
    sender, receiver, seconds = rows.T
    instants = seconds.astype("datetime64[s]").astype("datetime64[us]")
    log = Interactions.of(actor=sender, target=receiver, kind="message", at=instants)
    frame = pd.DataFrame({"a": sender, "b": receiver, "at": instants})
    frame = frame[frame.a != frame.b].sort_values("at", kind="stable")
    backs = frame.rename(columns={"a": "b", "b": "a"}).assign(back=frame["at"])
    joined = pd.merge_asof(frame, backs, on="at", by=["a", "b"], direction="forward")
    return log, joined


@pytest.mark.parametrize("name", ["collegemsg", "radoslaw_email"])
def test_next_messages_of_real_logs(name):
    """Private messages of students, and a firm's emails, against `merge_asof`."""
    file = {
        "collegemsg": "CollegeMsg.txt.gz",
        "radoslaw_email": "ia-radoslaw-email.edges.gz",
    }[name]
    path = DATA / name / file
    if not path.exists():
        pytest.skip(f"needs ../shared/data/{name}")
    with gzip.open(path) as opened:
        rows = np.loadtxt(opened, dtype=np.int64, comments="%")
    log, joined = as_of(name, rows[:, [0, 1, -1]])
    responses = Responses.of_log(log)

    assert len(joined) == len(responses)
    assert joined["back"].notna().sum() == responses.observed.sum()
    waits = ((joined["back"] - joined["at"]).dropna() / np.timedelta64(1, "s")).sum()
    assert waits == pytest.approx(np.nansum(responses.after), rel=1e-12)


def test_stack_exchange_questions():
    """49 of 54 questions were answered, somebody else's answer or not."""
    path = DATA / "stackexchange_conlang_meta" / "Posts.xml"
    if not path.exists():
        pytest.skip("needs ../shared/data/stackexchange_conlang_meta")
    rows = [row.attrib for row in ET.parse(path).getroot()]  # noqa: S314
    rows = [row for row in rows if row["PostTypeId"] in "12"]
    log = Interactions.of(
        actor=[row.get("OwnerUserId") for row in rows],
        target=[None for _ in rows],
        kind="reply",
        at=np.array([row["CreationDate"] for row in rows], "datetime64[us]"),
        post=[row["Id"] for row in rows],
        in_reply_to=[row.get("ParentId") for row in rows],
    )
    questions = np.array(["ParentId" not in row for row in rows])
    policy = ResponsePolicy(self_replies=True, insiders=~questions)
    responses = Responses.of_log(log, policy=policy)

    assert (54, 49) == (len(responses), responses.observed.sum())
    assert 115 == responses.insiders
    assert 3 == response_rate(responses, within=timedelta(0)).answered


@pytest.mark.parametrize("log", [None, "log", [], 1])
def test_of_log_refuses_other_types(log):
    """Only interactions are a log."""
    with pytest.raises(InvalidTypeError) as caught:
        Responses.of_log(log, to="b")

    assert str(caught.value) == f"log must be Interactions, but got {log!r}"


@pytest.mark.parametrize("policy", ["", 0, [], "reply"])
def test_of_log_refuses_other_policies(policy):
    """What is given for a policy is never taken for none."""
    log = Interactions.of(actor=["a"], target=["b"])
    with pytest.raises(InvalidTypeError) as caught:
        Responses.of_log(log, to="b", policy=policy)

    assert str(caught.value) == f"policy must be ResponsePolicy, but got {policy!r}"


def thanked(match):
    """Return 150 questions; 108 answered within a day, of which 55 thanked for it."""
    rows = []
    for person in range(150):
        who, hour, place = f"person {person}", person * 100, len(rows)
        rows.append((who, "shop", hour, None))
        if person < 108:
            rows.append(("shop", who, hour + 4, place))
        if person < 55:
            rows.append((who, "shop", hour + 5, place + 1))
    policies = (
        ResponsePolicy(match=match, asks=asks) for asks in ({"message"}, "opening")
    )
    until = DAY + 16_000 * HOUR
    log = log_of(rows)
    return [Responses.of_log(log, to="shop", policy=p, until=until) for p in policies]


@pytest.mark.parametrize("match", ["reply", "next"])
def test_a_thank_you_opens_nothing(match):
    """150 questions, 55 of them with a thank-you: 72.0 % instead of 52.7 %."""
    every, opening = thanked(match)

    assert (205, 150) == (len(every), len(opening))
    rates = [response_rate(each, within=timedelta(days=1)) for each in (every, opening)]
    assert [108 / 205, 108 / 150] == pytest.approx([rate.value for rate in rates])
    assert "108 of 205 questions" in str(rates[0])
    assert "108 of 150 opening messages" in str(rates[1])
    assert "150 opening messages, of which 108 were answered" == str(opening)


def opened(rows, **options):
    """Return the hours of the messages that open an exchange with ada."""
    policy = ResponsePolicy(asks="opening", **options)
    responses = Responses.of_log(log_of(rows), to="ada", policy=policy)
    return sorted(((responses.asked - DAY) / HOUR).tolist())


def opened_by_search(rows, *, by_reply):
    """Return what `opened` should, by looking at every earlier message."""

    def thread(place):
        path = [place]
        while (parent := rows[path[-1]][3]) is not None:
            path.append(parent)
        return path[-1]

    return sorted(
        hour
        for place, (sender, receiver, hour, _) in enumerate(rows)
        if receiver == "ada" != sender
        and not any(
            by == "ada"
            and when < hour
            and sender == (to if to or parent is None else rows[parent][0])
            and (not by_reply or thread(place) == thread(other))
            for other, (by, to, when, parent) in enumerate(rows)
            if by_reply or to
        )
    )


@given(messages)
def test_opening_messages_are_those_of_a_search(rows):
    """Nothing of the account's own to that person came before, in the exchange."""
    rows = [
        (a, b, hour, parent if parent is not None and parent < place else None)
        for place, (a, b, hour, parent) in enumerate(rows)
    ]
    early = opened_by_search(rows, by_reply=True)
    policy = {"skew": timedelta(hours=9)}

    assert early == opened(rows, **policy)
    assert opened_by_search(rows, by_reply=False) == opened(rows, match="next")


def test_an_exchange_ends_with_a_long_silence():
    """By next message, a longest gap parts one exchange from the next."""
    rows = [("bob", "ada", 0, None), ("ada", "bob", 1, None), ("bob", "ada", 2, None)]
    rows += [("bob", "ada", 9, None)]

    assert [0] == opened(rows, match="next")
    assert [0, 9] == opened(rows, match="next", max_gap=timedelta(hours=3))
    assert [0, 9] == opened(rows[::-1], match="next", max_gap=timedelta(hours=3))


def test_what_is_no_message_of_the_account_opens():
    """A like or an automatic receipt does not make the next message a thank-you."""
    log = Interactions.of(
        actor=["bob", "ada", "ada", "bob"],
        target=["ada", "bob", "bob", "ada"],
        kind=["message", "like", "message", "message"],
        at=at(0, 1, 1, 2),
    )
    receipt = ResponsePolicy(asks="opening", automated=[False, False, True, False])
    by_hand = ResponsePolicy(asks="opening")

    assert 2 == len(Responses.of_log(log, to="ada", policy=receipt))
    assert 1 == len(Responses.of_log(log, to="ada", policy=by_hand))


def test_opening_messages_and_all_do_not_add():
    """One table holds questions of one kind."""
    every, opening = thanked("next")

    assert 300 == len(opening + opening)
    with pytest.raises(InvalidArgumentError, match="opening messages, or all that ask"):
        every + opening
