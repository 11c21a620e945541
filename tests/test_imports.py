"""Imports are cheap, quiet and few; adapters use public names."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import engagement_metrics

PACKAGE = Path(engagement_metrics.__file__).parent
ADAPTERS = PACKAGE / "adapters"
NEEDED = {"attrs", "numpy", "typing_extensions"}
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


def imports(path: Path) -> Iterator[str]:
    """Yield the dotted names that a module imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_core_imports_three_packages() -> None:
    """Apart from the standard library and itself; adapters may import more."""
    allowed = NEEDED | sys.stdlib_module_names | {"engagement_metrics"}
    found = {
        f"{path.relative_to(PACKAGE)}: {name}"
        for path in PACKAGE.rglob("*.py")
        if ADAPTERS not in path.parents
        for name in imports(path)
        if name.partition(".")[0] not in allowed
    }

    assert set() == found


def test_adapters_import_public_names() -> None:
    """No adapter imports what is private to the core or to another adapter."""
    found = set()
    for path in ADAPTERS.rglob("*.py"):
        adapter = path.relative_to(PACKAGE.parent).with_suffix("").parts[:3]
        for name in imports(path):
            parts = tuple(name.split("."))
            ours = parts[0] == PACKAGE.name and parts[:3] != adapter
            if ours and any(part.startswith("_") for part in parts):
                found.add(f"{path.relative_to(ADAPTERS)}: {name}")

    assert set() == found
