"""
The records of all metrics.

To add a metric, add one record to the file of its family::

    Record(
        title="reply_rate",  # the function's name
        rows=RATES,  # the kind of its rows, from laws.kinds
        state=Estimates(reply_rate),  # what adds, made of rows: see laws.made
        keeps=COLUMNS | EVIDENCE | {"gain"},  # laws by name: see laws.relations
        breaks={"bounded": Witness("A post may have many replies.", [(2, 1)])},
    )

and run ``pytest tests/laws -k reply_rate``:

- a law in *keeps* must hold on every draw. Where it does not, Hypothesis prints the
  simplest draws on which it fails: these are its witness in *breaks*, after a sentence
  that says why. Draws that a witness leaves out are as simple as can be;
- a law in neither must not apply. The test lists those that do.

A quotient of two numbers is one line in `laws.records.evidence`, and no record.
Then write the page anew: ``python docs/laws_page.py``.
"""

from laws.records import (
    comparison,
    conversation,
    engagement,
    evidence,
    movement,
    relevance,
    two_way,
)

RECORDS = [
    *evidence.RECORDS,
    *engagement.RECORDS,
    *conversation.RECORDS,
    *relevance.RECORDS,
    *two_way.RECORDS,
    *movement.RECORDS,
    *comparison.RECORDS,
]

__all__ = ["RECORDS"]
