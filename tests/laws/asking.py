"""Asking whether a metric keeps a law, of draws or of a witness."""

import warnings

from laws.library import EngagementWarning
from laws.record import Record
from laws.relations import LAWS, Seen
from laws.rows import Draw


def ask(metric: Record, law: str, draw: Draw) -> Seen | None:
    """Return what is seen of a law, quietly, or None where it cannot be asked."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", EngagementWarning)
        return LAWS[law](metric, draw)


def shown(metric: Record, law: str) -> Seen | None:
    """Return what the witness shows of a law that is not kept."""
    return ask(metric, law, metric.breaks[law].draw())
