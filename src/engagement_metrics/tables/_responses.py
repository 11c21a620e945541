"""Responses: questions, with the time of the answer or of censoring."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple, cast, final

import attrs
import numpy as np

from engagement_metrics import _text
from engagement_metrics._door import _checks, _times
from engagement_metrics._door._frozen import Frozen, assign, read_only
from engagement_metrics._door._ids import Ids, shared_codes
from engagement_metrics._kernels import replies as kernel
from engagement_metrics._kernels.sorting import ascends, lookup, order, runs
from engagement_metrics._typing import (
    BoolArray,
    FloatArray,
    IntArray,
    Label,
    TimeArray,
    ToColumn,
)
from engagement_metrics.errors import InvalidArgumentError, InvalidTypeError
from engagement_metrics.tables import _table as _tables
from engagement_metrics.tables._interactions import Interactions
from engagement_metrics.words import CONVERSATIONAL, Action

NEVER = kernel.NEVER
SECOND = 1_000_000  # microseconds
OPENING: Literal["opening"] = "opening"
LONGEST = 10**17  # microseconds: longer than any span between two times, within 64 bits


def _accounts(argument: str, value: Any) -> frozenset[Label] | BoolArray:
    """Return a checked set of accounts, or a mask of the rows of a log."""
    advice = f"Give a set of accounts: {argument}={{{value!r}}}"
    rule = "be accounts, or a mask of the rows of the log"
    listed = _checks.labels(argument, rule, value, advice=advice)
    if listed and all(isinstance(each, bool | np.bool_) for each in listed):
        return read_only(np.array(listed, np.bool_))
    return frozenset(listed)


def _kinds(argument: str, value: Any) -> frozenset[Action] | None:
    """Return the actions with the given names, or None for all."""
    if value is None:
        return None
    rule, single = "be names of actions", isinstance(value, str)
    names = [value] if single else _checks.listed(argument, rule, value)
    return frozenset(Action(_checks.one_of(argument, name, Action)) for name in names)


def duration(argument: str, value: Any) -> timedelta:
    """Return a checked, non-negative duration."""
    if isinstance(value, np.timedelta64):
        value = value.astype("timedelta64[us]").item()
    if not isinstance(value, timedelta):
        rule, advice = "be a timedelta", "Such as timedelta(days=1)"
        raise _checks.refusal(InvalidTypeError, argument, rule, value, advice=advice)
    if value < timedelta(0):
        raise _checks.refusal(InvalidArgumentError, argument, "not be negative", value)
    return value


@final
@attrs.frozen(init=False, eq=False, getstate_setstate=False)
class ResponsePolicy(Frozen):
    """
    A policy: which messages are questions, and which are their answers.

    It makes explicit the choices that published response rates leave implicit.

    Attributes
    ----------
    match : {"reply", "next"} or None
        How answers are matched: by reply id, or by the next message back to the same
        person. If ``None``, by reply id if the log has ``in_reply_to``.
    asks, answers : frozenset of Action, "opening" or None
        Kinds of questions, and kinds of answers: reply, mention, quote and message by
        default; ``None`` includes all. With *asks* "opening", only those messages ask
        before which nothing of the account's own came in the exchange (of any kind if
        the log has no kinds), so that a thank-you for the answer is no question. An
        exchange is a thread or, matched by next message, the messages of two accounts,
        each at most *max_gap* after the previous one.
    self_replies : bool
        Whether self-replies count as questions and answers; by reply id only.
    insiders : frozenset or ndarray of bool
        Accounts or events that ask no questions, such as colleagues.
    automated : frozenset or ndarray of bool
        Accounts or events that neither ask nor answer, such as bots.
    collapse_turns : bool
        Whether consecutive messages without an answer in between count as one
        question, asked with the first.
    max_gap : timedelta or None
        Longest time from question to answer; no limit if ``None``.
    skew : timedelta
        Clock skew: an answer that precedes its question by at most this much counts as
        immediate.

    Examples
    --------
    >>> policy = ResponsePolicy(automated={"bot"}, collapse_turns=True)
    >>> sorted(policy.answers)[:2]
    [<Action.MENTION: 'mention'>, <Action.MESSAGE: 'message'>]
    """

    match: Literal["reply", "next"] | None
    asks: frozenset[Action] | Literal["opening"] | None
    answers: frozenset[Action] | None
    self_replies: bool
    insiders: frozenset[Label] | BoolArray
    automated: frozenset[Label] | BoolArray
    collapse_turns: bool
    max_gap: timedelta | None
    skew: timedelta

    def __init__(
        self,
        *,
        match: Literal["reply", "next"] | None = None,
        asks: Iterable[str] | Literal["opening"] | None = CONVERSATIONAL,
        answers: Iterable[str] | None = CONVERSATIONAL,
        self_replies: bool = False,
        insiders: Iterable[Label] | BoolArray = frozenset(),
        automated: Iterable[Label] | BoolArray = frozenset(),
        collapse_turns: bool = False,
        max_gap: timedelta | None = None,
        skew: timedelta = timedelta(0),
    ) -> None:
        """Check and store the arguments."""
        if match is not None:
            _checks.one_of("match", match, ("reply", "next"))
        assign(
            self,
            match=match,
            asks=OPENING
            if isinstance(asks, str) and asks == OPENING
            else _kinds("asks", asks),
            answers=_kinds("answers", answers),
            self_replies=self_replies,
            insiders=_accounts("insiders", insiders),
            automated=_accounts("automated", automated),
            collapse_turns=collapse_turns,
            max_gap=None if max_gap is None else duration("max_gap", max_gap),
            skew=duration("skew", skew),
        )


@final
@attrs.frozen(kw_only=True)
class Response:
    """
    One row of ``Responses``: a question.

    Attributes
    ----------
    asked, answered, until : datetime or None
        Time of the question, time of the answer (``None`` if unanswered), and end of
        observation (censoring time); UTC.
    asker, account, answerer : int, str or None
        The account that asked, the account asked, and the account that answered.

    Examples
    --------
    >>> asked, answered = np.array(["2026-01-05", "2026-01-07"], "datetime64[D]")
    >>> responses = Responses.of(asked=[asked], answered=[answered])
    >>> print(responses[0].answered)
    2026-01-07 00:00:00+00:00
    """

    asked: datetime
    answered: datetime | None
    until: datetime
    asker: Label = None
    account: Label = None
    answerer: Label = None


@final
@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Responses(_tables.Table[Response]):
    """
    Questions, each with the time of its answer or of censoring.

    Build them with ``Responses.of(...)`` or ``Responses.of_log(...)``, one row per
    question. An unanswered question is right-censored: kept, with the time it went
    unanswered until the end of observation. ``+`` appends rows. Split a log by account,
    not by time, since an answer in a later part cannot be matched.

    Attributes
    ----------
    asked, answered, until : ndarray of datetime64
        Time of each question, time of its answer (NaT if unanswered), and end of
        observation (censoring time). Shape ``(questions,)``.
    asker, account, answerer : Ids or None
        The account that asked, the account asked, and the account that answered.
    early : int
        Answers that precede their question by more than the skew: set aside, together
        with questions that have no other answer.
    clamped : int
        Answers that precede their question by at most the skew: counted as immediate.
    unknown : int
        Questions without a time, without an id (matched by reply id) or without an
        asker (matched by next message), and those asked after the end of observation:
        set aside.
    to_self, insiders, automated : int
        Questions to oneself, by insiders and by automated accounts: set aside.
    opening : bool
        Whether only messages that open an exchange are questions.

    Examples
    --------
    >>> day = np.arange("2026-01-05", "2026-01-15", dtype="datetime64[D]")
    >>> responses = Responses.of(
    ...     asked=[day[0], day[1], day[2]], answered=[day[2], None, None], until=day[9]
    ... )
    >>> print(responses)
    3 questions, of which 1 was answered
    >>> responses.after
    array([172800.,     nan,     nan])
    """

    asked: TimeArray
    answered: TimeArray
    until: TimeArray
    asker: Ids | None = None
    account: Ids | None = None
    answerer: Ids | None = None
    early: int = 0
    clamped: int = 0
    unknown: int = 0
    to_self: int = 0
    insiders: int = 0
    automated: int = 0
    opening: bool = False

    @classmethod
    def _row_class(cls) -> type[Response]:
        return Response

    @classmethod
    def of(
        cls,
        *,
        asked: ToColumn,
        answered: ToColumn,
        until: Any = None,
        asker: ToColumn | None = None,
        account: ToColumn | None = None,
        answerer: ToColumn | None = None,
        skew: timedelta = timedelta(0),
        tz: str | None = None,
    ) -> Responses:
        """
        Build responses from columns, one row per question.

        Parameters
        ----------
        asked : array_like of datetime64 or datetime
            Time of each question. Shape ``(questions,)``.
        answered : array_like of datetime64 or datetime
            Time of each answer; ``None`` or NaT if unanswered. A question answered
            after *until* is right-censored at *until*.
        until : datetime64 or datetime, or array_like of them, optional
            End of observation (censoring time); by default the last timestamp.
        asker, account, answerer : array_like of int or str, optional
            The account that asked, the account asked, and the account that answered.
        skew : timedelta, optional
            Clock skew tolerated for answers that precede their question; none by
            default.
        tz : str, optional
            Time zone of naive datetimes, which are rejected without it.

        Returns
        -------
        Responses
            The questions that have a time and no answer before it.

        Raises
        ------
        InvalidArgumentError
            If columns differ in length, a datetime is naive, or *skew* is negative.
        InvalidTypeError
            If a column does not hold datetimes, or ids are floats or of mixed kinds.
        """
        columns: dict[str, Any] = {
            "asked": _times.times("asked", asked, tz=tz),
            "answered": _times.times("answered", answered, tz=tz),
        }
        columns["until"] = _ends(until, columns["asked"], columns["answered"], tz)
        people = {"asker": asker, "account": account, "answerer": answerer}
        for name, ids in people.items():
            if ids is not None:
                columns[name] = Ids.of(ids, argument=name)
        _checks.same_lengths(**columns)
        return cls(**columns)._settled(duration("skew", skew))

    def _settled(self, skew: timedelta) -> Responses:
        """Return the valid rows, and count those set aside."""
        ended = ~np.isnat(self.until)
        late = ended & (self.answered > self.until)
        answered, until = self.answered.copy(), self.until.copy()
        answered[late] = np.datetime64("NaT", "us")
        seen = ~np.isnat(answered)
        unknown = np.isnat(self.asked) | (self.asked > self.until) | ~(seen | ended)
        ahead: BoolArray = (self.answered < self.asked) & ~unknown
        waited = self.answered[ahead] - self.asked[ahead]
        early = np.zeros(len(self), np.bool_)
        early[ahead] = waited < -np.timedelta64(_microseconds(skew), "us")
        clamped = ahead & ~early
        answered[clamped] = self.asked[clamped]
        until[~ended] = answered[~ended]
        made = attrs.evolve(
            self,
            answered=read_only(answered),
            until=read_only(until),
            early=self.early + int(early.sum()),
            clamped=self.clamped + int(clamped.sum()),
            unknown=self.unknown + int(unknown.sum()),
        )
        good = ~(unknown | early)
        return made if good.all() else made[good]

    @classmethod
    def of_log(
        cls,
        log: Interactions,
        /,
        *,
        to: Label | Iterable[Label] = None,
        policy: ResponsePolicy | None = None,
        until: Any = None,
    ) -> Responses:
        """
        Build responses from a log.

        A question is a message to an account from somebody else. Its answer is the
        first message of that account that replies to it, or the next message back to
        the asker. Questions unanswered at the end of observation are right-censored.

        Parameters
        ----------
        log : Interactions
            The log, with times.
        to : int, str or set of them, optional
            The account asked, or a team of accounts that answer for each other. Without
            it, every message is a question to its target, or (matched by reply id) to
            anybody if it has no target.
        policy : ResponsePolicy, optional
            Which messages are questions, and which are answers.
        until : datetime64 or datetime, optional
            End of observation (censoring time); by default the last time of the log.

        Returns
        -------
        Responses
            The questions.

        Raises
        ------
        InvalidArgumentError
            If the log lacks a column that is needed (times, kinds, or posts to match by
            reply id), or a mask of the policy differs in length.

        Notes
        -----
        To match by reply id, *post* is the message that an event made and *in_reply_to*
        the message it replies to. Facebook counts only the first message after a day of
        silence, without automated replies: use ``collapse_turns`` and ``automated``.
        """
        _checks.of_class("log", log, Interactions)
        policy = ResponsePolicy() if policy is None else policy
        _checks.of_class("policy", policy, ResponsePolicy)
        events = _Events.of(log, to, policy)
        matched = _by_reply(events, policy) if events.post else _by_next(events, policy)
        rows, at = matched.questions, events.at.view("datetime64[us]")
        actor, target = log.accounts()
        ends = _ends(until, at, at, None)
        _checks.same_lengths(log=at, until=ends)
        made = cls(
            asked=read_only(at[rows]),
            answered=matched.answered.view("datetime64[us]"),
            until=ends[rows],
            asker=actor[rows],
            account=target[rows],
            answerer=Ids(read_only(matched.answerer), actor.categories),
            early=matched.early,
            clamped=matched.clamped,
            opening=policy.asks == OPENING,
            **events.set_aside,
        )
        return made._settled(timedelta(0))

    @property
    def observed(self) -> BoolArray:
        """Mask of the answered (uncensored) questions."""
        return ~np.isnat(self.answered)

    @property
    def waited(self) -> IntArray:
        """Microseconds from each question to its answer or to its censoring time."""
        end = np.where(self.observed, self.answered, self.until)
        return read_only((end - self.asked).astype(np.int64))

    @property
    def after(self) -> FloatArray:
        """Response times of answered questions in seconds; NaN if censored."""
        return np.where(self.observed, self.waited / SECOND, np.nan)

    @property
    def censored(self) -> FloatArray:
        """Censoring times of unanswered questions in seconds; NaN if answered."""
        return np.where(self.observed, np.nan, self.waited / SECOND)

    def __add__(self, other: Responses) -> Responses:
        """Append the rows of other responses."""
        if not isinstance(other, Responses):
            return NotImplemented
        if self.opening != other.opening:
            rule = "be of the same kinds: opening messages, or all that ask"
            raise _checks.refusal(InvalidArgumentError, "questions", rule, other)
        both: dict[str, Any] = self._appended(other)
        both["opening"] = self.opening
        return Responses(**both)

    def _noun(self) -> str:
        return "opening messages" if self.opening else "questions"

    def __str__(self) -> str:
        """Return the numbers of questions and answers, in one line."""
        answered = int(self.observed.sum())
        verb = "was" if answered == 1 else "were"
        said = f"{_text.count(len(self), self._noun())}, of which {answered:,} {verb}"
        counts = {n: v for n, v in self._fields().items() if type(v) is int}
        notes = [f"{count:,} {name}" for name, count in counts.items() if count]
        aside = f"; {', '.join(notes)}".replace("_", " ") if notes else ""
        return f"{said} answered{aside}"


def _ends(
    until: Any, asked: TimeArray, answered: TimeArray, tz: str | None
) -> TimeArray:
    """Return the censoring time of each question; by default the last time."""
    if until is None:
        instants = (times.view(np.int64) for times in (asked, answered))
        last = max(int(each.max(initial=NEVER)) for each in instants)
        return np.full(asked.size, last).view("datetime64[us]")
    single: list[Any] = [until]
    if isinstance(until, datetime | np.datetime64):
        return np.full(asked.size, _times.times("until", single, tz=tz)[0])
    return _times.times("until", until, tz=tz)


class _Events(NamedTuple):
    """Events of a log under a policy: which may ask, and which may answer."""

    at: IntArray
    sender: IntArray
    receiver: IntArray
    actor: IntArray
    target: IntArray
    asks: BoolArray
    answers: BoolArray
    post: tuple[IntArray, IntArray] | None
    anybody: bool
    together: bool
    set_aside: dict[str, int]

    @classmethod
    def of(cls, log: Interactions, to: Any, policy: ResponsePolicy) -> _Events:
        """Return the events; accounts that answer for each other share one code."""
        at, post = _instants(log), _posts(log, policy)
        actor, target = log.accounts()
        sender, receiver, known = actor.codes, target.codes, at != NEVER
        asks, answers = _asking(log, policy), log.of_kinds(policy.answers)
        team: frozenset[Label] | BoolArray = frozenset()
        if to is not None:
            single = isinstance(to, str | int | np.integer)
            team = _accounts("to", {to} if single else to)
            sends, gets = _marked("to", team, actor), _marked("to", team, target)
            asks, answers = asks & gets, answers & sends
            if len(team) > 1:
                one = max(actor.size, target.size)
                sender = np.where(sends, one, sender)
                receiver = np.where(gets, one, receiver)
        automated = _marked("automated", policy.automated, actor)
        kept = {
            "to_self": (sender != receiver) | (sender < 0) | policy.self_replies,
            "automated": ~automated,
            "insiders": ~_marked("insiders", policy.insiders, actor),
            "unknown": known & (post[0] >= 0 if post else sender >= 0),
        }
        if post is None:
            asks = asks & (receiver >= 0)
        if policy.asks == OPENING:
            own = answers & known & ~automated
            gap = _microseconds(policy.max_gap)
            addressed, exchange = _exchanges(at, sender, receiver, post, gap)
            asks = asks & kernel.opening(sender, addressed, at, exchange, own)
        set_aside = dict[str, int]()
        for name, rows in kept.items():
            set_aside[name] = int((asks & ~rows).sum())
            asks = asks & rows
        return cls(
            at,
            sender,
            receiver,
            actor.codes,
            target.codes,
            asks,
            answers & known & ~automated,
            post,
            to is None,
            len(team) > 1,
            set_aside,
        )


def _asking(log: Interactions, policy: ResponsePolicy) -> BoolArray:
    """Return a mask of the events of the kinds that ask."""
    if policy.asks == OPENING:
        return log.of_kinds(None if log.kind is None else CONVERSATIONAL)
    return log.of_kinds(policy.asks)


def _exchanges(
    at: IntArray,
    sender: IntArray,
    receiver: IntArray,
    post: tuple[IntArray, IntArray] | None,
    gap: int,
) -> tuple[IntArray, IntArray]:
    """Return whom each message addresses, by its parent if need be; its exchange."""
    if post is None:
        return receiver, kernel.exchanges(sender, receiver, at, gap)
    thread, author = kernel.threads_of(*post, sender)
    return np.where(receiver < 0, author, receiver), thread


def _instants(log: Interactions) -> IntArray:
    """Return the times of a log in microseconds."""
    if log.at is None and len(log):
        raise _missing("at")
    return np.empty(0, np.int64) if log.at is None else log.at.view(np.int64)


def _posts(
    log: Interactions, policy: ResponsePolicy
) -> tuple[IntArray, IntArray] | None:
    """Return posts and parents if answers are matched by reply id, or None."""
    if policy.match == "next" or (policy.match is None and log.in_reply_to is None):
        return None
    if log.post is None or log.in_reply_to is None:
        raise _missing("post" if log.post is None else "in_reply_to")
    post, parent = shared_codes(log.post, log.in_reply_to)
    return post.codes, parent.codes


def _missing(column: str) -> InvalidArgumentError:
    advice = f"Give {column}= to Interactions.of()"
    rule = f"have a column {column}"
    return _checks.refusal(InvalidArgumentError, "log", rule, None, advice=advice)


def _marked(
    argument: str, accounts: frozenset[Label] | BoolArray, ids: Ids
) -> BoolArray:
    """Return a mask of the rows of the given accounts, or the mask given."""
    if not isinstance(accounts, frozenset):
        lengths: dict[str, Any] = {"log": ids, argument: accounts}
        _checks.same_lengths(**lengths)
        return accounts
    if not accounts:
        return np.zeros(len(ids), np.bool_)
    names = Ids.of(sorted(accounts, key=str), argument=argument)
    of, among = shared_codes(ids, names)
    mask = np.zeros(max(of.size, among.size) + 1, np.bool_)
    mask[among.codes[among.known]] = True
    return mask[of.codes]


class _Matched(NamedTuple):
    """Rows of questions, times of their answers, and accounts that answered."""

    questions: IntArray
    answered: IntArray
    answerer: IntArray
    early: int = 0
    clamped: int = 0


def _by_next(events: _Events, policy: ResponsePolicy) -> _Matched:
    """Match each question with the next message back to the asker."""
    asked, answered = kernel.by_person(
        events.sender,
        events.receiver,
        events.at,
        asks=events.asks,
        answers=events.answers,
        max_gap=_microseconds(policy.max_gap),
        collapse=policy.collapse_turns,
    )
    rows = np.flatnonzero(asked)
    answered = answered[rows]
    nobody = (answered == NEVER) | events.together
    return _Matched(rows, answered, np.where(nobody, -1, events.target[rows]))


def _by_reply(events: _Events, policy: ResponsePolicy) -> _Matched:
    """Match each question with the first message that replies to it."""
    at, sender = events.at, events.sender
    rows, replies, place = _replies(events)
    question = rows[place]
    other = (sender[replies] != sender[question]) | (sender[replies] < 0)
    post, parent = cast("tuple[IntArray, IntArray]", events.post)
    other = (other | policy.self_replies) & (post[replies] != parent[replies])
    if policy.collapse_turns:
        head = _turns(events, rows, policy)
        question, rows = head[question], rows[head[rows] == rows]
        place = lookup(rows, question)
    waited = at[replies] - at[question]
    early = other & (waited < -_microseconds(policy.skew))
    good = other & ~early & (waited <= _microseconds(policy.max_gap))
    replies = replies[good]
    first = kernel.first_answers(place[good], at[replies], rows.size)
    answer = np.append(replies, -1)[first]
    lost = np.zeros(rows.size, np.bool_)
    lost[place[early]] = True
    kept = (answer >= 0) | ~lost
    rows, answer = rows[kept], answer[kept]
    none, asked = answer < 0, at[rows]
    answered, answerer = at[answer], events.actor[answer]
    clamped = int((~none & (answered < asked)).sum())
    np.maximum(answered, asked, out=answered)
    answered[none], answerer[none] = NEVER, -1
    return _Matched(rows, answered, answerer, int(early.sum()), clamped)


def _replies(events: _Events) -> tuple[IntArray, IntArray, IntArray]:
    """
    Return rows of questions, rows of replies, and the question of each reply.

    A post to several accounts is one question to each, unless they are a team.
    """
    post, parent = cast("tuple[IntArray, IntArray]", events.post)
    rows = np.flatnonzero(events.asks)
    width = int(events.target.max(initial=-1)) + 2 if events.anybody else 1
    keys = post[rows] * width
    if events.anybody:
        keys += events.target[rows] + 1
    if not ascends(keys):
        ranked = order(keys)
        first = np.sort(ranked[runs(keys[ranked])])
        rows, keys = rows[first], keys[first]
    replies = np.flatnonzero(events.answers & (parent >= 0))
    wanted = parent[replies] * width
    found = lookup(keys, wanted)
    if events.anybody:
        by = events.sender[replies] + 1
        addressed = lookup(keys, np.where(by < width, wanted + by, -1))
        found = np.where(addressed < 0, found, addressed)
    known = np.flatnonzero(found >= 0)
    return rows, replies[known], found[known]


def _turns(events: _Events, rows: IntArray, policy: ResponsePolicy) -> IntArray:
    """Return for each row the first question of its turn."""
    asks = np.zeros(events.at.size, np.bool_)
    asks[rows] = True
    begins, _ = kernel.by_person(
        events.sender,
        events.receiver,
        events.at,
        asks=asks,
        answers=events.answers,
        max_gap=_microseconds(policy.max_gap),
        collapse=True,
    )
    alone = (events.sender < 0) | (events.receiver < 0)
    alone |= events.sender == events.receiver
    rows = rows[
        np.lexsort((events.at[rows], events.receiver[rows], events.sender[rows]))
    ]
    turn = np.cumsum((begins | alone)[rows]) - 1
    head = np.arange(events.at.size)
    head[rows] = rows[(begins | alone)[rows]][turn]
    return head


def _microseconds(span: timedelta | None) -> int:
    """Return a duration in microseconds; the longest one for None."""
    span = timedelta.max if span is None else span
    return min(span // timedelta(microseconds=1), LONGEST)
