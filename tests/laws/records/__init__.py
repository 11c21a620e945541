"""
Every metric's record.

To add a metric, add a record to the file of its family::

    Record(
        title="reply_rate",                      # the function's name
        rows=RATES,                              # what it is given: see laws.kinds
        state=Estimates(reply_rate),             # what it makes of rows: see laws.made
        keeps=COLUMNS | EVIDENCE | {"bounded"},  # laws by name: see laws.relations
        breaks={"zero row": Witness("A post without replies is a post.", [(3, 5)])},
    )

and run ``pytest tests/laws -k reply_rate``. A law that is kept holds on every draw; if
it does not, Hypothesis shows the simplest draws on which it fails, which are the
witness to write beside the reason in `breaks`. A law in neither must be one that cannot
be asked; the test names those that can. A plain quotient needs no record of its own: it
is a line in `laws.records.evidence`. Then make the page: ``python docs/laws_page.py``.
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
