"""
Measure relationships with an audience: engagement, conversation, relevance, two ways.

Callers bring ``Posts``, ``Interactions``, ``Audience``, ``Days``, or plain numbers and
columns. Every answer is evidence with a name: its value, its interval, its text and the
reason why it does not exist are computed from it, and evidence of disjoint observations
adds.

======================  =========================================================
``engagement``          what people did, over who or what could have
``conversation``        how much of it is talk, and whether those who ask are answered
``relevance``           whether those who are reached are the intended audience
``two_way``             whether talk is reciprocated, within each relationship
``movement``            whether it spreads by word of mouth and ends in the action
``comparison``          differences, ratios, fair rankings, resampling
``definitions``         published definitions of engagement rates, as data
``tables``              what callers bring, and what logs hold
``errors``              what is raised and warned
======================  =========================================================

Optional adapters stand in ``engagement_metrics.adapters`` and are imported by name.
"""

import importlib
from typing import TYPE_CHECKING

__version__ = "0.1.0"

_HOMES = {
    "definitions": ("CATALOGUE", "Definition"),
    "comparison": ("compare_groups", "difference", "ratio", "shrink"),
    "conversation": ("conversation_ratio",),
    "engagement": ("engagement_rate",),
    "errors": ("EngagementError", "EngagementWarning"),
    "evidence": (
        "Average",
        "Composition",
        "Grouped",
        "Interval",
        "LeftOut",
        "Pooled",
        "Proportion",
        "Rate",
        "pool",
    ),
    "movement": (),
    "relevance": ("audience_relevance",),
    "tables": (
        "Audience",
        "Days",
        "Dyads",
        "Interactions",
        "Posts",
        "ResponsePolicy",
        "Responses",
        "Threads",
        "by_period",
    ),
    "two_way": ("two_way_index",),
    "words": (
        "CONVERSATIONAL",
        "Action",
        "Exposure",
        "Metric",
        "Source",
        "Status",
    ),
}
"""The names at the root, by the module in which each lives."""

_MODULES = (
    "comparison",
    "conversation",
    "definitions",
    "engagement",
    "errors",
    "movement",
    "relevance",
    "tables",
    "two_way",
)
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

if not TYPE_CHECKING:  # pragma: no branch
    __all__ = [*sorted([*_HOME_OF, *_MODULES]), "__version__"]  # noqa: PLE0604

    def __getattr__(name: str) -> object:
        """Load a name, or a module, when it is first asked for."""
        if name in _MODULES:
            return importlib.import_module(f"{__name__}.{name}")
        if name not in _HOME_OF:
            msg = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(msg)
        home = importlib.import_module(f"{__name__}.{_HOME_OF[name]}")
        globals()[name] = value = getattr(home, name)
        return value

    def __dir__() -> list[str]:
        """Return the public names."""
        return list(__all__)
