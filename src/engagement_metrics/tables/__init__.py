"""Tables: posts, days, audiences, and logs of interactions."""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engagement_metrics._door._ids import Ids
    from engagement_metrics._door._periods import by_period
    from engagement_metrics.tables._audience import Audience, Member
    from engagement_metrics.tables._days import Day, Days
    from engagement_metrics.tables._dyads import Dyads, Relationships
    from engagement_metrics.tables._interactions import Interaction, Interactions
    from engagement_metrics.tables._posts import Post, Posts
    from engagement_metrics.tables._responses import Response, ResponsePolicy, Responses
    from engagement_metrics.tables._threads import ThreadPost, Threads

__all__ = [
    "Audience",
    "Day",
    "Days",
    "Dyads",
    "Ids",
    "Interaction",
    "Interactions",
    "Member",
    "Post",
    "Posts",
    "Relationships",
    "Response",
    "ResponsePolicy",
    "Responses",
    "ThreadPost",
    "Threads",
    "by_period",
]

_HOMES = {
    "_door._ids": ("Ids",),
    "_door._periods": ("by_period",),
    "tables._audience": ("Audience", "Member"),
    "tables._days": ("Day", "Days"),
    "tables._dyads": ("Dyads", "Relationships"),
    "tables._interactions": ("Interaction", "Interactions"),
    "tables._posts": ("Post", "Posts"),
    "tables._responses": ("Response", "ResponsePolicy", "Responses"),
    "tables._threads": ("ThreadPost", "Threads"),
}
"""The names of this module, by the file in which each lives."""

if not TYPE_CHECKING:  # pragma: no branch

    def __getattr__(name: str) -> object:
        """Load a name when it is first asked for: a first number needs no table."""
        for home, names in _HOMES.items():
            if name in names:
                found = importlib.import_module(f"engagement_metrics.{home}")
                globals()[name] = value = getattr(found, name)
                return value
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)

    def __dir__() -> list[str]:
        """Return the public names."""
        return list(__all__)
