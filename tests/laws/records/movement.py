"""Movement: whether talk spreads, grows, and ends in the action called for."""

from engagement_metrics import movement
from laws.kinds.counts import INVITES, STEPS
from laws.kinds.logs import GROWTH, MOMENTS, SHARERS, THREADS as POSTS
from laws.made import Single, by_place, shares, threads
from laws.record import Record, Witness, backwards
from laws.records.shared import (
    A_DURATION,
    EVIDENCE,
    INTERVAL,
    THREADS,
    TIMES,
    alike,
    mean_of_parts,
)

OF_ONE = {"scaling", "gain", "loss", "number types", "purity", "merging"}
ONE, PAIR = (1, None, 2000), (2, 1, 2000)

RECORDS = [
    Record(
        title="cascade_reproduction_number",
        rows=POSTS,
        state=threads,
        answer=movement.cascade_reproduction_number,
        keeps=THREADS | INTERVAL | {"repetition", "bounded", "between parts"},
        breaks=mean_of_parts([ONE], [ONE, PAIR])
        | {"zero row": Witness("A post that nobody answers is a post.", [ONE, PAIR])},
    ),
    Record(
        title="k_factor",
        rows=INVITES,
        state=Single(by_place(movement.k_factor, "invites", "participants", "joined")),
        keeps=OF_ONE | INTERVAL | {"narrowing"},
        breaks={"bounded": Witness("Each person may bring several.", [(40, 1, 2)])},
    ),
    Record(
        title="conversion_chain",
        rows=STEPS,
        state=Single(
            by_place(
                lambda **steps: movement.conversion_chain(steps),
                *("reached", "clicked", "signed"),
            )
        ),
        keeps=OF_ONE | INTERVAL | {"bounded", "narrowing"},
    ),
    Record(
        title="cross_amplification",
        rows=SHARERS,
        state=shares,
        answer=lambda events: movement.cross_amplification(events, a="0", b="1"),
        number=lambda answer: [answer.first.value, answer.second.value],
        turns=backwards,
        keeps=EVIDENCE
        | {"permutation", "repetition", "role swap", "bounded", "renaming", "purity"}
        | {"between parts", "mean of parts"},
    ),
    Record(
        title="half_life",
        rows=MOMENTS,
        state=lambda rows, form: movement.half_life(form.times(rows, 0), since="peak"),
        keeps=TIMES,
        breaks=alike(
            "between parts",
            "mean of parts",
            why="It is counted from the peak, which is another one in the whole.",
            drawn=[[(0,)], [(1,), (1,)]],
        )
        | {
            "bounded": Witness(A_DURATION, [(0,), (1,), (1,)]),
            "zero row": Witness("What comes late makes it longer.", [(0,), (1,)]),
        },
    ),
    Record(
        title="doubling_time",
        rows=GROWTH,
        state=lambda rows, form: movement.doubling_time(
            form.times(rows, 0), counts=form.numbers(rows, 1)
        ),
        number=lambda answer: answer.rate,
        ulps=2**24,
        keeps=TIMES | INTERVAL | {"scaling", "number types"},
        breaks={
            "row scaling": Witness(
                "One reading that is higher is another curve.",
                [(0, 1), (60, 1), (120, 1)],
            ),
            "bounded": Witness(
                "The rate of growth is negative where counts shrink.",
                [(0, 2), (60, 1), (120, 1)],
            ),
            **alike(
                "between parts",
                "mean of parts",
                why="A line through all points may be steeper than through each part.",
                drawn=(
                    [(0, 1), (60, 1), (120, 1)],
                    [(0, 2), (60, 2), (120, 2), (180, 2)],
                ),
            ),
        },
    ),
]
