"""Matching of messages and answers, by reply id or by the next message back."""

from __future__ import annotations

import numpy as np

from engagement_metrics._kernels.forest import roots_and_depths
from engagement_metrics._kernels.ids import factorise_ints
from engagement_metrics._kernels.sorting import bits_of, blocks, fits, order, runs
from engagement_metrics._typing import BoolArray, IntArray

NEVER = np.iinfo(np.int64).min
"""The time of a missing event: NaT as int64."""

_LAST = np.iinfo(np.int64).max


def first_answers(question: IntArray, at: IntArray, questions: int) -> IntArray:
    """
    Return the row of the earliest answer to each question, -1 if unanswered.

    Each row is an answer to one of *questions* questions; among simultaneous answers,
    the first row counts.
    """
    first = np.full(questions, -1)
    rows = np.arange(at.size)
    if (at[1:] < at[:-1]).any():
        earliest = np.full(questions, _LAST)
        np.minimum.at(earliest, question, at)
        rows = np.flatnonzero(at == earliest[question])
    first[question[rows[::-1]]] = rows[::-1]
    return first


def opening(
    sender: IntArray,
    receiver: IntArray,
    at: IntArray,
    exchange: IntArray,
    own: BoolArray,
) -> BoolArray:
    """
    Return a mask of messages that nothing precedes from their receiver to their sender.

    Only the rows of *own* in the same exchange precede, and only at earlier times.
    """
    width = int(max(sender.max(initial=0), receiver.max(initial=0))) + 2
    there, back = (sender + 1) * width + receiver, (receiver + 1) * width + sender
    pair, names = factorise_ints(np.append(there, back))
    code, codes = factorise_ints(np.tile(exchange, 2) * names.size + pair)
    first = np.full(codes.size, _LAST)
    np.minimum.at(first, code[: at.size][own], at[own])
    return (first[code[at.size :]] >= at) | (sender < 0)


def exchanges(
    sender: IntArray, receiver: IntArray, at: IntArray, max_gap: int
) -> IntArray:
    """Return numbers of exchanges: messages of two, each soon after the previous."""
    low, high = np.minimum(sender, receiver), np.maximum(sender, receiver)
    rows = np.lexsort((at, high, low))
    new = np.zeros(rows.size, np.bool_)
    for each in (low, high):
        new[runs(each[rows])] = True
    new[1:] |= np.diff(at[rows]) > max_gap
    number = np.empty(rows.size, np.int64)
    number[rows] = np.cumsum(new)
    return number


def threads_of(
    post: IntArray, parent: IntArray, sender: IntArray
) -> tuple[IntArray, IntArray]:
    """Return the thread of each message, and who sent what it replies to, or -1."""
    size = int(max(post.max(initial=-1), parent.max(initial=-1))) + 1
    above, author = np.full((2, size + 1), -1)
    above[post], author[post] = parent, sender
    above[-1] = author[-1] = -1
    root, _, _ = roots_and_depths(above)
    return root[post], author[parent]


def by_person(
    sender: IntArray,
    receiver: IntArray,
    at: IntArray,
    *,
    asks: BoolArray | None = None,
    answers: BoolArray | None = None,
    max_gap: int | None = None,
    collapse: bool = False,
) -> tuple[BoolArray, IntArray]:
    """
    Return a mask of questions, and the time of each row's answer, or `NEVER`.

    A message is answered by the next one back, from its receiver to its sender, at the
    same time or at most *max_gap* later. Messages without a receiver and messages to
    oneself neither ask nor answer; *asks* and *answers* restrict this further.
    With *collapse*, only the first row of a turn asks. A turn is a sequence of messages
    without an answer in between, each at most *max_gap* after the previous one.
    """
    if (at[1:] < at[:-1]).any():
        rows = order(at)
        in_time = by_person(
            sender[rows],
            receiver[rows],
            at[rows],
            asks=None if asks is None else asks[rows],
            answers=None if answers is None else answers[rows],
            max_gap=max_gap,
            collapse=collapse,
        )
        asked, answered = np.empty(at.size, np.bool_), np.empty(at.size, np.int64)
        asked[rows], answered[rows] = in_time
        return asked, answered
    between = (sender >= 0) & (receiver >= 0) & (sender != receiver)
    asked = between if asks is None else between & asks
    if answers is not None:
        between = between & answers
    bits = bits_of(at.size)
    keys = _keys(sender, receiver, at, asked, between)
    answered = _next_answers(keys, at)
    if max_gap is not None:
        answered[answered > at + max_gap] = NEVER
    if collapse:
        lead, mask = keys >> (bits + 1), (1 << bits) - 1
        again = np.flatnonzero(
            (lead[1:] == lead[:-1]) & ((keys[1:] | keys[:-1]) & 1 == 0)
        )
        before, row = (keys[again] >> 1) & mask, (keys[again + 1] >> 1) & mask
        if max_gap is not None:
            row = row[at[row] - at[before] <= max_gap]
        asked[row] = False
    return asked, answered


def _keys(
    sender: IntArray,
    receiver: IntArray,
    at: IntArray,
    asked: BoolArray,
    answering: BoolArray,
) -> IntArray:
    """
    Return sorted keys of messages: pair, row, and 1 for an answer.

    An answer takes the last row of its time, so that it follows all it answers.
    """
    bits = bits_of(at.size)
    pair = _pairs(sender, receiver, bits + 1)
    last, tied = np.arange(at.size), np.flatnonzero(at[1:] == at[:-1])
    stops = np.flatnonzero(np.diff(tied, append=at.size + 1) > 1)
    last[tied] = np.repeat(tied[stops] + 1, np.diff(stops, prepend=-1))
    keys = np.empty(int(asked.sum()) + int(answering.sum()), np.int64)
    size = 0
    for chosen, role in ((asked, 0), (answering, 1)):
        for block in blocks(at.size):
            rows = np.flatnonzero(chosen[block])
            part = keys[size : size + rows.size]
            np.take(pair[block], rows, out=part, mode="clip")
            part ^= role  # reversed for an answer
            part <<= bits
            part |= last[block][rows] if role else rows + block.start
            part <<= 1
            part |= role
            size += rows.size
    keys.sort()
    return keys


def _pairs(first: IntArray, second: IntArray, taken: int) -> IntArray:
    """
    Return a number per ordered pair of ids, leaving *taken* bits free.

    The reversed pair differs in the last bit only.
    """
    low, high = np.minimum(first, second), np.maximum(first, second)
    width = bits_of(int(high.max(initial=0)) + 1)
    if not fits(width, width):
        codes, names = factorise_ints(np.concatenate((low, high)))
        low, high = codes[: low.size], codes[low.size :]
        width = bits_of(names.size)
    pair = low
    pair <<= width
    pair |= high
    if not fits(width, width, taken + 1):
        pair, _ = factorise_ints(pair)
    pair <<= 1
    pair |= first > second
    return pair


def _next_answers(keys: IntArray, at: IntArray) -> IntArray:
    """Return the time of each row's next answer, by a backward minimum."""
    bits = bits_of(at.size)
    mask = (1 << bits) - 1
    answered = np.full(at.size, NEVER)
    carry = np.array([_LAST])
    for block in reversed(list(blocks(keys.size))):
        part = keys[block]
        following = np.append(part | ((part & 1) - 1) & _LAST, carry)[::-1]
        np.minimum.accumulate(following, out=following)
        carry, following = following[-1:], following[:0:-1]
        distance = following ^ part
        rows = np.flatnonzero((distance > 0) & (distance >> (bits + 1) == 0))
        answered[(part[rows] >> 1) & mask] = at[(following[rows] >> 1) & mask]
    return answered
