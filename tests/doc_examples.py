"""The examples of the documentation, the README and the docstrings are tests."""

import importlib
from doctest import ELLIPSIS, NORMALIZE_WHITESPACE

from sybil import Sybil
from sybil.document import PythonDocStringDocument
from sybil.parsers.doctest import DocTestParser
from sybil.parsers.myst import PythonCodeBlockParser, SkipParser
from sybil.sybil import SybilCollection

HOMES = (
    "words errors evidence tables definitions comparison"
    " engagement conversation relevance two_way movement"
).split()
OPTIONS = ELLIPSIS | NORMALIZE_WHITESPACE
PAGE = [PythonCodeBlockParser(doctest_optionflags=OPTIONS), SkipParser()]


def import_all(namespace: dict[str, object]) -> None:
    """Let a docstring use every public name."""
    for home in HOMES:
        module = importlib.import_module(f"engagement_metrics.{home}")
        namespace.update({name: getattr(module, name) for name in module.__all__})


pages = Sybil(parsers=PAGE, path="docs", pattern="*.md")
readme = Sybil(parsers=PAGE, filenames=["README.md"])
docstrings = Sybil(
    parsers=[DocTestParser(optionflags=OPTIONS)],
    path="src",
    pattern="*.py",
    document_types={".py": PythonDocStringDocument},
    setup=import_all,
)
pytest_collect_file = SybilCollection([pages, readme, docstrings]).pytest()
