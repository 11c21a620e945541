"""A pytest plugin: examples in pages, the README and docstrings are tests."""

import importlib
import pkgutil
from doctest import ELLIPSIS, NORMALIZE_WHITESPACE
from pathlib import Path

from sybil import Sybil
from sybil.document import PythonDocStringDocument
from sybil.parsers.doctest import DocTestParser
from sybil.parsers.myst import PythonCodeBlockParser, SkipParser
from sybil.sybil import SybilCollection

ROOT = Path(__file__).parents[1].absolute()
OPTIONS = ELLIPSIS | NORMALIZE_WHITESPACE
PAGE = [PythonCodeBlockParser(doctest_optionflags=OPTIONS), SkipParser()]


def import_all(namespace: dict[str, object]) -> None:
    """Let a docstring use every public name of the core."""
    package = importlib.import_module("engagement_metrics")  # late: coverage sees it
    for info in pkgutil.iter_modules(package.__path__):
        if not info.name.startswith("_") and info.name != "adapters":
            module = importlib.import_module(f"engagement_metrics.{info.name}")
            namespace.update({name: getattr(module, name) for name in module.__all__})


pages = Sybil(parsers=PAGE, path=f"{ROOT / 'docs'}", pattern="*.md")
readme = Sybil(parsers=PAGE, path=f"{ROOT}", pattern="README.md")
docstrings = Sybil(
    parsers=[DocTestParser(optionflags=OPTIONS)],
    path=f"{ROOT / 'src'}",
    pattern="*.py",
    document_types={".py": PythonDocStringDocument},
    setup=import_all,
)
pytest_collect_file = SybilCollection([pages, readme, docstrings]).pytest()
