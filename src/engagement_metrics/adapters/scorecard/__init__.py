"""The scorecard: four families of numbers from files, as a command."""

from engagement_metrics.adapters.scorecard._command import main

__all__ = ["main"]
