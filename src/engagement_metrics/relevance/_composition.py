"""How far the composition of an audience is from that of its target."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeAlias, cast

import attrs
import numpy as np

from engagement_metrics import _text
from engagement_metrics._door import _checks, _columns
from engagement_metrics._door._frozen import read_only
from engagement_metrics._kernels import distributions, ratios
from engagement_metrics._typing import FloatArray, IntArray, Label, ToArray, ToScalar
from engagement_metrics.errors import InvalidArgumentError, InvalidTypeError
from engagement_metrics.evidence import Composition
from engagement_metrics.evidence._interval import Bounds
from engagement_metrics.evidence._result import Scalar
from engagement_metrics.evidence._shown import codes_of
from engagement_metrics.words import Metric, Source, Status

Kind = Literal["total_variation", "hellinger", "jensen_shannon", "psi"]
Parts: TypeAlias = Composition | Mapping[Label, ToScalar] | ToArray
ARIZE = Source(
    "Arize",
    None,
    "Population stability index",
    "https://arize.com/glossary/population-stability-index-psi/",
)
KINDS: dict[str, tuple[Callable[[FloatArray, FloatArray], float], str]] = {
    "total_variation": (distributions.total_variation, "total variation"),
    "hellinger": (distributions.hellinger, "Hellinger distance"),
    "jensen_shannon": (distributions.jensen_shannon, "Jensen-Shannon distance"),
    "psi": (distributions.population_stability, "population stability index"),
}
METRICS = {
    kind: Metric(
        "composition_distance",
        f"{words} of audience and target",
        unit="people",
        scale="percent" if kind == "total_variation" else "number",
        sources=(ARIZE,) if kind == "psi" else (),
    )
    for kind, (_, words) in KINDS.items()
}
ROUNDING, TINY = 1e-6, 1e-12
METHOD = "multinomial bootstrap, wider of percentile and reflected, as if independent"


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class CompositionDistance(Scalar):
    """
    How far the composition of an audience is from that of its target.

    Made by ``composition_distance(...)``. It does not add: add the audiences.

    Attributes
    ----------
    labels : tuple
        The parts' labels.
    audience, target : ndarray of float
        How much is in each part, in the order of the labels. Shape ``(parts,)``.
    kind : {"total_variation", "hellinger", "jensen_shannon", "psi"}
        Which distance.
    replicates : int
        Draws behind interval and bias.
    seed : int
        Seed of the draws.

    Examples
    --------
    >>> distance = composition_distance(
    ...     {"teachers": 20, "parents": 30, "pupils": 50},
    ...     {"teachers": 10, "parents": 40, "pupils": 50},
    ... )
    >>> round(distance.value, 4)
    0.1
    >>> distance.by_chance < distance.value
    True
    """

    labels: tuple[Label, ...]
    audience: FloatArray = attrs.field(converter=read_only)
    target: FloatArray = attrs.field(converter=read_only)
    kind: Kind
    replicates: int = 1000
    seed: int = 0

    @property
    def metric(self) -> Metric:
        """The distance of this kind."""
        return METRICS[self.kind]

    def _values(self) -> FloatArray:
        return np.array([KINDS[self.kind][0](self.audience, self.target)])

    def _codes(self) -> IntArray:
        empty = not self.audience.sum() or not self.target.sum()
        return codes_of(Status.NO_EXPOSURE if empty else Status.DEFINED)

    @property
    def units(self) -> int:
        """People in the audience; 0 where only shares are known."""
        counted = (self.audience == np.floor(self.audience)).all()
        return int(self.audience.sum()) if counted else 0

    @property
    def _drawn(self) -> Status:
        """Return why there are draws or not: they take a number of people."""
        shares = self.status == Status.DEFINED and not self.units
        return Status.MISSING if shares else self.status

    @functools.cached_property
    def _draws(self) -> tuple[FloatArray, FloatArray]:
        """Return distances of as many people drawn from the audience, and target."""
        distance, random = KINDS[self.kind][0], np.random.default_rng(self.seed)

        def drawn(parts: FloatArray) -> FloatArray:
            shares = parts / parts.sum()
            samples = random.multinomial(self.units, shares, self.replicates)
            floats = samples.astype(np.float64)
            return np.array([distance(sample, self.target) for sample in floats])

        return drawn(self.audience), drawn(self.target)

    @property
    def by_chance(self) -> float:
        """Mean distance of as many people drawn from the target itself."""
        if self._drawn != Status.DEFINED:
            return float("nan")
        return float(self._draws[1].mean())

    @property
    def bias(self) -> float:
        """How much so small a sample overstates the distance, by bootstrap."""
        if self._drawn != Status.DEFINED or np.isinf(self.value):
            return float("nan")
        return float(self._draws[0].mean()) - self.value

    def _bounds(self, level: float) -> Bounds:
        status, low, high = self._drawn, float("nan"), float("nan")
        if status == Status.DEFINED:
            draws = self._draws[0]
            if np.isinf(self.value):
                status = Status.NO_DENOMINATOR
            elif draws.min() == draws.max():
                status = Status.ZERO_VARIANCE
            else:
                low, high = self._around(level)
        return Bounds.of(low, high, status, METHOD)

    def _around(self, level: float) -> tuple[float, float]:
        """
        Return on each side the wider of the percentile and the reflected bound.

        The low bound is 0 where as many people drawn from the target itself would
        often be as far.
        """
        (draws, equal), value = self._draws, self.value
        tails = [(1 - level) / 2, (1 + level) / 2]
        first, last = np.quantile(draws, tails, method="inverted_cdf").tolist()
        low = min(value, first, 2 * value - last)
        high = max(value, last, 2 * value - first)
        likely = np.quantile(equal, level, method="inverted_cdf")
        if value <= likely or low < TINY:
            low = 0.0
        return low, high if self.kind == "psi" else min(high, 1.0)

    _instead = "Add Compositions of disjoint audiences, and measure the sum"

    def _title(self) -> str:
        return f"{super()._title()}, {KINDS[self.kind][1]}"

    def _counted(self) -> list[str]:
        shares = f"shares of {_text.count(len(self.labels), 'parts')}"
        return [_text.count(self.units, "people") if self.units else shares]

    def _notes(self) -> list[str]:
        chance = f"by chance alone {self._said(self.by_chance)}"
        return [chance if self._drawn == Status.DEFINED else ""]

    def _no_interval(self, code: int) -> str:
        words = {
            ratios.MISSING: "only shares are known",
            ratios.NO_DENOMINATOR: "a part is empty on one side only",
        }
        return words.get(code) or "all draws are alike"


def composition_distance(
    audience: Parts,
    target: Parts,
    *,
    kind: Kind = "total_variation",
    replicates: int = 1000,
    seed: int = 0,
) -> CompositionDistance:
    r"""
    Return how far the composition of an audience is from that of its target.

    Of the same parts, such as age groups or places. Total variation is the share of the
    audience that would have to be swapped to reach the target's mix, the easiest to
    explain. A distance says how far and not in which part; ``affinity_index`` does.

    .. math:: TV = \tfrac12 \sum_k |p_k - q_k|, \quad
        H = \sqrt{\tfrac12 \sum_k (\sqrt{p_k} - \sqrt{q_k})^2}, \quad
        PSI = \sum_k (p_k - q_k) \ln\frac{p_k}{q_k}

    Parameters
    ----------
    audience : Composition, mapping of label to float, or array_like of float
        People in each part, or their shares, which then add up to 1. Shape
        ``(parts,)`` for a column.
    target : Composition, mapping of label to float, or array_like of float
        The same of the target, taken as declared and not as a sample. By label where
        both have labels; a part that only the other side names is 0.
    kind : {"total_variation", "hellinger", "jensen_shannon", "psi"}, optional
        Which distance; total variation by default. "jensen_shannon" is the root of the
        divergence in base 2.
    replicates : int, optional
        Draws behind interval and bias; 1000 by default.
    seed : int, optional
        Seed of the draws; 0 by default.

    Returns
    -------
    CompositionDistance
        With interval, bias, and the distance by chance alone.

    Raises
    ------
    InvalidTypeError
        If only one side has labels, or a side is neither a composition nor numbers.
    InvalidCountsError
        If a number is negative, missing or infinite.
    InvalidArgumentError
        If shares do not add up to 1, columns have different lengths, *kind* is unknown
        or *replicates* is below 2.

    See Also
    --------
    affinity_index : Which parts are over-represented.

    Notes
    -----
    Range: 0 to 1, of the PSI 0 to infinity (a part that is empty on one side only).
    Better: lower. Undefined (NaN) where either side is empty. It does not pool: add the
    counts of disjoint audiences. Every kind is biased upward: a small sample of the
    target itself is some way off, and *by_chance* says how far. The interval is a
    bootstrap of the audience's people, as if independent; our form, because no
    published interval is good near 0: at 95 % it held the distance in 92 to 98 % of
    simulations from ten people a part, in 86 to 95 % with three to eight. There is none
    where only shares are known. SciPy's ``jensenshannon`` takes the natural logarithm
    by default, and the thresholds of 0.1 and 0.25 for the PSI [1]_ are folklore: the
    PSI falls with the size of the sample. Pitfall: it depends on how the parts are cut.

    References
    ----------
    .. [1] Arize. Population stability index.
       https://arize.com/glossary/population-stability-index-psi/

    Examples
    --------
    >>> round(composition_distance([0.2, 0.3, 0.5], [0.1, 0.4, 0.5]).value, 4)
    0.1
    >>> small = composition_distance([2, 3, 5], [0.1, 0.4, 0.5])
    >>> small.interval().low
    0.0
    """
    _checks.one_of("kind", kind, KINDS)
    ours, others = _parts("audience", audience), _parts("target", target)
    labelled = [isinstance(part, Composition | Mapping) for part in (audience, target)]
    if labelled[0] != labelled[1]:
        rule = "have labels, or none, like audience"
        raise _checks.refusal(InvalidTypeError, "target", rule, target)
    if not labelled[0]:
        _checks.same_lengths(audience=ours, target=others)
    labels = tuple(dict.fromkeys([*ours, *others]))
    first, second = (
        np.array([part.get(name, 0.0) for name in labels]) for part in (ours, others)
    )
    return CompositionDistance(
        labels=labels,
        audience=first,
        target=second,
        kind=kind,
        replicates=_checks.whole("replicates", replicates, least=2),
        seed=_checks.whole("seed", seed, least=0),
    )


def _parts(argument: str, parts: Any) -> dict[Label, float]:
    """Return how much is in each part, by label or place."""
    if isinstance(parts, Composition):
        return dict(zip(parts.labels, parts.counts.tolist(), strict=True))
    labels: list[Label] | None = None
    if isinstance(parts, Mapping):
        named = cast("Mapping[Label, ToScalar]", parts)
        labels, parts = [*named], [*named.values()]
    column = _columns.weights(parts, argument=argument)
    total = float(column.sum())
    if (column > np.floor(column)).any() and abs(total - 1) > ROUNDING:
        rule = "add up to 1, or hold whole numbers of people"
        advice = "Give counts, or divide by the sum"
        shown = f"{total:g}"
        raise _checks.refusal(
            InvalidArgumentError, argument, rule, total, shown=shown, advice=advice
        )
    names: list[Label] = [*range(column.size)] if labels is None else labels
    return dict(zip(names, column.tolist(), strict=True))
