"""Audience: members or segments with their relevance."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any, final

import attrs
import numpy as np

from engagement_metrics._door import _checks, _columns
from engagement_metrics._door._frozen import read_only
from engagement_metrics._door._ids import Ids
from engagement_metrics._typing import FloatArray, Label, ToArray, ToColumn, ToScalar
from engagement_metrics.errors import InvalidArgumentError, InvalidCountsError
from engagement_metrics.tables import _table as _tables


@final
@attrs.frozen(kw_only=True)
class Member:
    """
    One row of an ``Audience``: a member, or a segment with its count.

    Attributes
    ----------
    member, segment : int, str or None
        The member and its segment; ``None`` if missing.
    relevance : float
        Relevance between 0 and 1; NaN is missing.
    weight : float
        Weight of the row: its number of members, or the member's weight.

    Examples
    --------
    >>> audience = Audience.of(member=["ada", "bob"], relevance=[1, None])
    >>> audience[0].relevance
    1.0
    """

    member: Label
    segment: Label
    relevance: float
    weight: float


@final
@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Audience(_tables.Table[Member]):
    """
    Members of an audience, or its composition as reported by a platform.

    Build it with ``Audience.of(...)``; ``+`` appends rows.

    Attributes
    ----------
    relevance : ndarray of float
        Relevance between 0 and 1; NaN is missing. Shape ``(rows,)``.
    weight : ndarray of float
        Weight of each row: its number of members, or the member's weight.
    member, segment : Ids or None
        The members and their segments.
    target : frozenset or None
        Segments declared by the caller as the intended audience.
    counted : bool
        Whether rows are counts of members rather than single members.

    Examples
    --------
    >>> audience = Audience.of(
    ...     segment=["teachers", "parents", None],
    ...     count=[300, 500, 200],
    ...     target={"teachers"},
    ... )
    >>> audience.relevance
    array([ 1.,  0., nan])
    """

    relevance: FloatArray
    weight: FloatArray
    member: Ids | None = None
    segment: Ids | None = None
    target: frozenset[Label] | None = None
    counted: bool = attrs.field(default=False)

    @classmethod
    def _row_class(cls) -> type[Member]:
        return Member

    @classmethod
    def of(
        cls,
        *,
        member: ToColumn | None = None,
        relevance: ToArray | None = None,
        segment: ToColumn | None = None,
        count: ToArray | None = None,
        target: Iterable[Hashable] | None = None,
        weight: ToArray | None = None,
        total: ToScalar = None,
    ) -> Audience:
        """
        Build an audience from members, or from counts of segments.

        Parameters
        ----------
        member : array_like of int or str, optional
            The members, each in one row.
        relevance : array_like of float, optional
            Relevance of each row, between 0 and 1; ``None`` and NaN are missing.
        segment : array_like of int or str, optional
            Segment of each row; a member without a segment has missing relevance.
        count : array_like of float, optional
            Members in each segment [people].
        target : iterable of int or str, optional
            Segments of the intended audience. Their relevance is 1, that of all other
            segments 0.
        weight : array_like of float, optional
            Weight of each member; 1 by default.
        total : float, optional
            Members of the whole audience [people]; those in no segment have missing
            relevance.

        Returns
        -------
        Audience
            The table.

        Raises
        ------
        InvalidArgumentError
            If neither or both of *relevance* and *target* are given, *target* is
            empty, a relevance lies outside 0 to 1, a member repeats, or columns
            differ in length.
        InvalidCountsError
            If a count is negative or missing, or the counts exceed *total*.
        """
        columns: dict[str, Any] = {}
        for name, ids in {"member": member, "segment": segment}.items():
            if ids is not None:
                columns[name] = Ids.of(ids, argument=name)
        _require_source(relevance, segment, target, count, weight)
        if relevance is not None:
            columns["relevance"] = _between("relevance", relevance)
        if count is not None:
            columns["weight"] = _columns.weights(count, argument="count")
        elif weight is not None:
            columns["weight"] = _columns.weights(weight)
        _checks.same_lengths(**columns)
        if member is not None:
            advice = "Each member stands in one row"
            _tables.distinct("member", columns["member"], advice)
        if target is not None:
            aims = _aims(target)
            columns |= {"relevance": _hits(columns["segment"], aims), "target": aims}
        size = len(columns["relevance"])
        if "weight" not in columns:
            columns["weight"] = read_only(np.ones(size))
        made = cls(**columns, counted=count is not None)
        return made if total is None else made._with_rest(total)

    def _with_rest(self, total: ToScalar) -> Audience:
        """Return the audience with a row for members in no segment."""
        whole = _columns.numbers("total", total)
        counted = float(self.weight.sum())
        if not (isinstance(whole, float) and counted <= whole):
            raise _checks.refusal(
                InvalidCountsError,
                "total",
                f"not be less than the {counted:g} of all segments",
                whole,
                advice="Is somebody in two segments?",
            )
        rest = whole - counted
        if not rest:
            return self
        unknown = Audience(
            relevance=np.array([np.nan]),
            weight=np.array([rest]),
            target=self.target,
            counted=self.counted,
        )
        return self + unknown

    def __add__(self, other: Audience) -> Audience:
        """Append the rows of another audience with the same target."""
        if not isinstance(other, Audience):
            return NotImplemented
        if not len(self) or not len(other):
            return self if len(self) else other
        _checks.same_evidence(
            self.target,
            other.target,
            of=f"the target {_words(other.target)}",
            to=f"the target {_words(self.target)}",
        )
        both = self._appended(other)
        both |= {"target": self.target, "counted": self.counted or other.counted}
        added = Audience(**both)
        if added.member is not None:
            advice = "The two audiences must have no member in common"
            _tables.distinct("member", added.member, advice)
        return added


def _require_source(
    relevance: object, segment: object, target: object, count: object, weight: object
) -> None:
    """Raise an error unless relevance is given in exactly one way."""
    if (relevance is None) == (target is None):
        got = "neither" if relevance is None else "both"
        msg = (
            f"Audience.of() must be given relevance= or target=, but got {got}. The"
            " target is declared by the caller, never guessed"
        )
        raise InvalidArgumentError(msg, argument="target", got=got)
    if target is not None and segment is None:
        msg = "Audience.of() must be given segment= with target=, but got none"
        raise InvalidArgumentError(msg, argument="segment")
    if count is not None and weight is not None:
        msg = "Audience.of() must be given count= or weight=, but got both"
        raise InvalidArgumentError(msg, argument="count")


def _between(argument: str, values: ToArray) -> FloatArray:
    column = _columns.column(argument, values)
    bad = column > 1
    advice = "It is a share, not a percentage"
    _checks.require(
        InvalidArgumentError,
        argument,
        "lie between 0 and 1",
        column,
        bad,
        advice=advice,
    )
    return column


def _aims(target: Iterable[Hashable]) -> frozenset[Label]:
    advice = f"Give a set of segments: target={{{target!r}}}"
    named = _checks.labels("target", "be segments", target, advice=advice)
    aims = frozenset(named)
    if not aims:
        advice = "Who is the intended audience?"
        raise _checks.refusal(
            InvalidArgumentError, "target", "name a segment", aims, advice=advice
        )
    return aims


def _hits(segments: Ids, aims: frozenset[Label]) -> FloatArray:
    names = segments.names().tolist()
    hit = np.array([*(float(name in aims) for name in names), np.nan])
    return read_only(hit[segments.codes])


def _words(target: frozenset[Label] | None) -> str:
    return "of given relevance" if target is None else repr(sorted(map(str, target)))
