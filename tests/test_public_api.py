"""What is public is listed, documented and shown."""

import importlib
import inspect
import pkgutil
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import engagement_metrics

BESIDES = {"Ids", "__version__", "calendar"}  # of private modules
DOCS = Path(__file__).parents[1] / "docs"
METRICS = {
    "comparison",
    "conversation",
    "engagement",
    "movement",
    "relevance",
    "two_way",
}
MODULES = [
    importlib.import_module(f"engagement_metrics.{info.name}")
    for info in pkgutil.iter_modules(engagement_metrics.__path__)
    if not info.name.startswith("_") and info.name != "adapters"
]


def named(module: ModuleType) -> list[tuple[str, Any]]:
    """Return the public names of a module with what they name."""
    return [(name, getattr(module, name)) for name in module.__all__]


PUBLIC = [
    pytest.param(module, thing, id=f"{module.__name__}.{name}")
    for module in MODULES
    for name, thing in named(module)
    if inspect.isclass(thing) or inspect.isfunction(thing)
]


def test_root_names_everything_public() -> None:
    """The root's `__all__` is the sum of the modules' own."""
    names = {name for module in MODULES for name in module.__all__}

    assert sorted(names | BESIDES) == sorted(engagement_metrics.__all__)


def test_root_has_nothing_else() -> None:
    """A slip in a name is told at once; modules are reached by theirs."""
    with pytest.raises(AttributeError) as caught:
        engagement_metrics.engagment_rate  # noqa: B018

    assert "module 'engagement_metrics' has no attribute 'engagment_rate'" == str(
        caught.value
    )
    assert {*engagement_metrics.__all__, "two_way"} <= set(dir(engagement_metrics))
    assert engagement_metrics.__getattr__("two_way") in MODULES


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_root_and_module_name_the_same(module: ModuleType) -> None:
    """A public name means one thing, wherever it is imported from."""
    for name, thing in named(module):
        assert thing is getattr(engagement_metrics, name)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_module_is_in_the_reference(module: ModuleType) -> None:
    """The reference has one page that documents the module."""
    directive = re.compile(rf"automodule:: {re.escape(module.__name__)}$", re.MULTILINE)
    pages = [
        path.name
        for path in (DOCS / "reference").rglob("*.md")
        if directive.search(path.read_text(encoding="utf-8"))
    ]

    assert 1 == len(pages)


@pytest.mark.parametrize(("module", "thing"), PUBLIC)
def test_docstring_has_an_example(module: ModuleType, thing: Any) -> None:
    """Whoever looks a name up sees it used; a refusal or a warning needs none."""
    if inspect.isclass(thing) and issubclass(thing, Exception):
        return

    assert "\nExamples\n--------\n" in inspect.getdoc(thing), module.__name__


@pytest.mark.parametrize(("module", "thing"), PUBLIC)
def test_metric_cites_its_source(module: ModuleType, thing: Any) -> None:
    """A metric says who defined it, or that the definition is ours."""
    if module.__name__.rpartition(".")[2] not in METRICS or inspect.isclass(thing):
        return
    text = inspect.getdoc(thing) or ""

    prose = " ".join(text.split())

    assert " References ---------- " in prose or "Our definition" in prose
