"""Whether answers come sooner to one set of questions than to another: a test."""

from __future__ import annotations

import math
from typing import final

import attrs
import numpy as np

from engagement_metrics import _text
from engagement_metrics._door import _checks
from engagement_metrics._door._ids import Ids
from engagement_metrics._kernels import log_rank as kernel, serial
from engagement_metrics._typing import FloatArray, IntArray
from engagement_metrics.errors import InvalidArgumentError
from engagement_metrics.evidence._interval import Bounds
from engagement_metrics.evidence._result import Scalar
from engagement_metrics.evidence._shown import codes_of
from engagement_metrics.tables import Responses
from engagement_metrics.words import Metric, Source, Status

LOG_RANK = Metric(
    "log_rank_test",
    "(answers in a - expected) / standard deviation",
    unit="questions",
    scale="number",
    sources=(
        Source(
            "Mantel, N.",
            1966,
            "Evaluation of survival data and two new rank order statistics",
            "Cancer Chemotherapy Reports 50, 163-170",
            consulted=False,
        ),
    ),
)
SHOWN = 0.05


@final
@attrs.frozen(eq=False, kw_only=True, repr=False, getstate_setstate=False)
class LogRankTest(Scalar):
    """
    Whether answers come sooner to one set of questions than to another.

    Made by ``log_rank_test(...)``. The value is a standard score, above 0 where answers
    come sooner in *a*. A test has no interval.

    Attributes
    ----------
    answered : int
        Answers in *a*.
    expected : float
        Answers in *a* if they came as soon in both.
    variance : float
        Variance of the difference of the two; between persons if they are known.
    questions : tuple of int
        Questions in *a* and in *b*.
    persons : float or None
        Effective number of persons who asked, or None if it is not known who did.

    Examples
    --------
    >>> day = np.arange("2026-01-05", "2026-01-15", dtype="datetime64[D]")
    >>> fast = Responses.of(asked=[day[0]] * 5, answered=[day[1]] * 5)
    >>> slow = Responses.of(asked=[day[0]] * 5, answered=[day[2]] * 5)
    >>> print(log_rank_test(fast, slow))
    log-rank test: 3.0 (no interval: a test has none; 5 questions against 5; answers
    come sooner in a, p = 0.0027; 5 answers in a, 2.5 expected; as if independent)
    """

    answered: int
    expected: float
    variance: float
    questions: tuple[int, int]
    persons: float | None = None

    metric: Metric = attrs.field(default=LOG_RANK, init=False)

    @property
    def units(self) -> int:
        """Questions of both."""
        return sum(self.questions)

    @property
    def p_value(self) -> float:
        """Two-sided p-value of answers that come as soon in both; NaN if undefined."""
        z = self.value
        if self.persons is None or math.isnan(z):
            return math.erfc(abs(z) / math.sqrt(2))
        return serial.student_t_tail(abs(z), max(self.persons - 1, 1.0))

    def _values(self) -> FloatArray:
        if self._codes()[0]:
            return np.array([np.nan])
        return np.array([(self.answered - self.expected) / math.sqrt(self.variance)])

    def _codes(self) -> IntArray:
        if not min(self.questions):
            return codes_of(Status.NO_EXPOSURE)
        return codes_of(Status.DEFINED if self.variance > 0 else Status.MISSING)

    def _bounds(self, level: float) -> Bounds:
        why = Status.MISSING if self.status == Status.DEFINED else self.status
        return Bounds.of(math.nan, math.nan, why, "none: a test has no interval")

    # -- text -------------------------------------------------------------------

    def _no_interval(self, code: int) -> str:
        return "a test has none"

    def _counted(self) -> list[str]:
        first, second = self.questions
        return [f"{_text.count(first, 'questions')} against {second:,}"]

    def _notes(self) -> list[str]:
        sooner = f"answers come sooner in {'a' if self.value > 0 else 'b'}"
        shown = self.p_value < SHOWN
        said = sooner if shown else "not shown that answers come sooner in either"
        expected = f"{self.expected:,.1f} expected"
        counted = f"{_text.count(self.answered, 'answers')} in a, {expected}"
        of = "as if independent" if self.persons is None else "between persons"
        return [f"{said}, p = {self.p_value:.2g}; {counted}; {of}"]

    def _why(self, code: int) -> str:
        if not min(self.questions):
            empty = [
                n for n, size in zip("ab", self.questions, strict=True) if not size
            ]
            return f"no questions in {' and '.join(empty)}"
        few = math.isnan(self.variance)
        return "one person asked" if few else "nothing was answered while both waited"


def log_rank_test(a: Responses, b: Responses) -> LogRankTest:
    r"""
    Test whether answers come sooner to one set of questions than to another.

    At each time at which answers come, they are compared with those expected if they
    fell at random on the questions that still wait. Unanswered questions count for as
    long as they were observed (censoring), so the two may be observed for different
    times.

    .. math:: z = \frac{O_a - E_a}{\sqrt{V}}, \quad E_a = \sum_t d_t
        \frac{n_{a,t}}{n_t}

    Parameters
    ----------
    a, b : Responses
        Questions, and when each was answered: disjoint sets of them.

    Returns
    -------
    LogRankTest
        Standard score and p-value.

    Raises
    ------
    InvalidTypeError
        If *a* or *b* is not ``Responses``.
    InvalidArgumentError
        If only opening messages are questions in one of the two.

    See Also
    --------
    mean_response_time : How long answers take; ``difference`` says how much sooner.

    Notes
    -----
    Range: any number; above 0, answers come sooner in *a*. Undefined (NaN) where *a* or
    *b* has no questions, nothing was answered while both had questions that waited, or
    one person asked all. Swapping *a* and *b* turns the sign. It has no interval, since
    it is a test. Variance: hypergeometric [1]_ as if questions were independent; if it
    is known who asked, at least that between persons of the parts that their questions
    have in the difference [2]_, with Student's t of the effective number of persons.
    Pitfall: curves that cross can give 0 where the two differ, and a small p says
    nothing of how much sooner: see the difference of restricted means.

    References
    ----------
    .. [1] Mantel, N. (1966). Evaluation of survival data and two new rank order
       statistics arising in its consideration. Cancer Chemotherapy Reports 50, 163-170.
       As commonly stated; original not consulted.
    .. [2] Lin, D. Y. and Wei, L. J. (1989). The robust inference for the Cox
       proportional hazards model. JASA 84, 1074-1078. 10.1080/01621459.1989.10478874.
       As commonly stated; original not consulted.

    Examples
    --------
    >>> import numpy as np
    >>> hours = np.array([1, 1, 2, 3, 5, 8], "timedelta64[h]")
    >>> monday = np.full(6, np.datetime64("2026-01-05T09:00"))
    >>> fast = Responses.of(asked=monday, answered=monday + hours)
    >>> slow = Responses.of(asked=monday, answered=monday + 4 * hours)
    >>> test = log_rank_test(fast, slow)
    >>> round(test.value, 2), round(test.p_value, 3)
    (2.33, 0.02)
    """
    for name, side in (("a", a), ("b", b)):
        _checks.of_class(name, side, Responses)
    if a.opening != b.opening:
        rule = "have questions of the same kinds as a: opening messages, or all"
        raise _checks.refusal(InvalidArgumentError, "b", rule, b)
    waited, observed = (
        np.concatenate([getattr(side, name) for side in (a, b)])
        for name in ("waited", "observed")
    )
    test, parts = kernel.log_rank(waited, observed, np.arange(waited.size) < len(a))
    variance, persons = test.variance, None
    if (asker := _askers(a, b)) is not None and waited.size:
        between, persons = kernel.between(parts, asker.codes)
        variance = float(np.maximum(variance, between))
    return LogRankTest(
        answered=test.events,
        expected=test.expected,
        variance=variance,
        questions=(len(a), len(b)),
        persons=persons,
    )


def _askers(a: Responses, b: Responses) -> Ids | None:
    """Return who asked the questions of both, or None if no asker is known."""
    if a.asker is None and b.asker is None:
        return None
    first, second = (
        Ids(np.full(len(side), -1)) if side.asker is None else side.asker
        for side in (a, b)
    )
    return first + second
