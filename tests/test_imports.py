"""Importing the package is cheap, quiet, and loads nothing optional."""

import os
import subprocess
import sys

OPTIONAL = {"narwhals", "pandas", "polars", "pyarrow", "rich", "scipy"}


def fresh(code: str) -> str:
    """Return what a fresh interpreter prints, with warnings as errors."""
    compiled = {"PYTHONDONTWRITEBYTECODE": ""}  # as on a user's second run
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        capture_output=True,
        check=True,
        env=os.environ | compiled,
        text=True,
    )
    assert run.stderr == ""
    return run.stdout


def seconds(modules: str) -> float:
    """Return how long an import takes, at best."""
    code = (
        "import time; begin = time.process_time(); "
        f"import {modules}; print(time.process_time() - begin)"
    )
    return min(float(fresh(code)) for _ in range(10))


def test_bare_import_loads_nothing_optional() -> None:
    """Neither an adapter nor a package that only adapters need is loaded."""
    loaded = fresh("import sys, engagement_metrics; print(*sys.modules)").split()

    assert "engagement_metrics" in loaded
    assert set() == OPTIONAL & {name.partition(".")[0] for name in loaded}
    assert "engagement_metrics.adapters" not in loaded


def test_import_changes_nothing() -> None:
    """No log handler, no warning filter and no NumPy error state is set."""
    state = "logging.root.handlers, warnings.filters[:], np.geterr()"
    code = (
        "import logging, warnings; import numpy as np; "
        f"before = repr(({state})); import engagement_metrics; "
        f"print(before == repr(({state})))"
    )

    assert "True\n" == fresh(code)


def test_import_prints_nothing() -> None:
    """The import is silent."""
    assert "" == fresh("import engagement_metrics")


def test_import_is_cheap() -> None:
    """It costs little more than what it needs: NumPy and attrs."""
    needed = 1.25 * seconds("numpy") + seconds("attrs")

    assert seconds("engagement_metrics") <= needed
