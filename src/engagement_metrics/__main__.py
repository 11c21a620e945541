"""The command line: ``engagement-metrics`` or ``python -m engagement_metrics``."""

import sys

from engagement_metrics.adapters.scorecard import main

__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(main())
