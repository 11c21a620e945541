"""How Sphinx builds these pages: `sphinx-build -n -W docs docs/_build`."""

from importlib.metadata import version as _version

project = "engagement-metrics"
author = "the engagement-metrics contributors"
copyright = author
release = version = _version(project)

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "numpydoc",
    "sphinx_copybutton",
]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = f"{project} {release}"

myst_enable_extensions = ["deflist", "dollarmath"]
myst_heading_anchors = 3

autodoc_default_options = {"members": True, "member-order": "bysource"}
autodoc_typehints = "none"  # numpydoc's types are for people, overloads for checkers
numpydoc_show_class_members = False
numpydoc_class_members_toctree = False

copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True

# Names of other projects: there is no network to look them up.
nitpick_ignore_regex = [
    (r"py:.*", r"(?!engagement_metrics\.).*"),
]
