"""Asking whether a metric keeps a law, of draws or of a witness."""

from laws.record import Record
from laws.relations import LAWS, Seen
from laws.rows import Draw


def ask(metric: Record, law: str, draw: Draw) -> Seen | None:
    """Return what is seen of a law, or None where it cannot be asked."""
    return LAWS[law](metric, draw)


def shown(metric: Record, law: str) -> Seen | None:
    """Return what the witness shows of a law that is not kept."""
    return ask(metric, law, metric.breaks[law].draw())
