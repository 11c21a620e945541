"""The examples of the documentation, the README and the docstrings are tests."""

from doctest import ELLIPSIS, NORMALIZE_WHITESPACE

from sybil import Sybil
from sybil.document import PythonDocStringDocument
from sybil.parsers.doctest import DocTestParser
from sybil.parsers.myst import PythonCodeBlockParser, SkipParser
from sybil.sybil import SybilCollection

import engagement_metrics

OPTIONS = ELLIPSIS | NORMALIZE_WHITESPACE
PAGE = [PythonCodeBlockParser(doctest_optionflags=OPTIONS), SkipParser()]


def import_all(namespace: dict[str, object]) -> None:
    """Let a docstring use every public name."""
    names = engagement_metrics.__all__
    namespace.update({name: getattr(engagement_metrics, name) for name in names})


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
