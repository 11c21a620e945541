"""Movement: whether talk spreads, grows, and ends in the action called for."""

from laws.kinds.counts import INVITES, STEPS
from laws.kinds.logs import GROWTH, MOMENTS, SHARERS, THREADS
from laws.library import movement
from laws.made import Single, shares, threads
from laws.record import Record, backwards

RECORDS = [
    Record(
        title="cascade_reproduction_number",
        rows=THREADS,
        state=threads,
        answer=movement.cascade_reproduction_number,
        keeps=set(),
    ),
    Record(
        title="k_factor",
        rows=INVITES,
        state=Single(movement.k_factor),
        keeps=set(),
    ),
    Record(
        title="conversion_chain",
        rows=STEPS,
        state=Single(
            lambda reached, clicked, signed: movement.conversion_chain(
                {"reached": reached, "clicked": clicked, "signed": signed}
            )
        ),
        answer=lambda chain: chain.overall,
        keeps=set(),
    ),
    Record(
        title="cross_amplification",
        rows=SHARERS,
        state=shares,
        answer=lambda events: movement.cross_amplification(events, "0", "1"),
        number=lambda answer: [answer.first.value, answer.second.value],
        turns=backwards,
        keeps=set(),
    ),
    Record(
        title="half_life",
        rows=MOMENTS,
        state=lambda rows, form: movement.half_life(form.times(rows, 0), since="peak"),
        keeps=set(),
    ),
    Record(
        title="doubling_time",
        rows=GROWTH,
        state=lambda rows, form: movement.doubling_time(
            form.times(rows, 0), form.numbers(rows, 1)
        ),
        number=lambda answer: answer.rate,
        ulps=2**24,
        keeps=set(),
    ),
]
