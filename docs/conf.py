"""How Sphinx builds these pages: `sphinx-build -n -W docs docs/_build`."""

import re
from importlib.metadata import version as _version
from typing import Any

from docutils.nodes import Text, document
from sphinx.application import Sphinx

project = "engagement-metrics"
author = "the engagement-metrics contributors"
copyright = author
release = version = _version(project)

extensions = ["myst_parser", "sphinx.ext.autodoc", "numpydoc", "sphinx_copybutton"]
exclude_patterns = ["_build", "benchmarks"]  # benchmarks: templates of pages
html_theme = "furo"
html_title = f"{project} {release}"

myst_enable_extensions = ["deflist", "dollarmath"]
myst_heading_anchors = 3

add_module_names = False
autodoc_default_options = {"members": True, "member-order": "bysource"}
autodoc_typehints = "none"  # numpydoc's types are for people, overloads for checkers
numpydoc_show_class_members = False  # autodoc does

copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True

# Names of other projects: there is no network to look them up.
nitpick_ignore_regex = [(r"py:.*", r"(?!engagement_metrics\.).*")]


def shorten_citations(_: Sphinx, page: document) -> None:
    """Show `[1]` for the unique label that numpydoc gives a reference."""
    for text in list(page.findall(Text)):
        short = re.sub(r"^\[R[0-9a-f]{12}-(\w+)\]$", r"[\1]", text)
        if short != text:
            text.parent.replace(text, Text(short))


def unlink_inherited(_: Sphinx, what: str, *rest: Any) -> None:
    """Remove the link of an inherited attribute: it would go to another class."""
    _, thing, _, lines = rest
    for place, line in enumerate(lines):
        found = re.fullmatch(r"( *):obj:`(\w+) <\w*\.?\2>`(.*)", line)
        if what == "class" and found and found[2] not in vars(thing):
            lines[place] = f"{found[1]}**{found[2]}**{found[3]}"


def setup(app: Sphinx) -> None:
    """Connect to the build."""
    app.connect("doctree-read", shorten_citations)
    app.connect("autodoc-process-docstring", unlink_inherited, priority=900)
