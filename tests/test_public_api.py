"""What is public is listed, documented and shown."""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import engagement_metrics

API = Path(__file__).with_name("public_api.txt")
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


def interface() -> str:
    """Return every public name, a line each, with what it takes and what it has."""
    lines: list[str] = []
    for name in sorted(engagement_metrics.__all__):
        thing = getattr(engagement_metrics, name)
        if inspect.isfunction(thing):
            lines.append(f"{name}{signature(thing)}")
        elif not inspect.isclass(thing):
            lines.append(f"{name}: {type(thing).__name__}")
        else:
            bases = ", ".join(base.__name__ for base in thing.__bases__)
            lines.append(f"class {name}({bases})")
            lines += sorted(members(thing, name))
    return "\n".join(lines) + "\n"


def signature(function: Any) -> inspect.Signature:
    """Return how a function is called, sets in one order."""
    found = inspect.signature(function)
    places = [
        place.replace(default=sorted(map(str, place.default)))
        if isinstance(place.default, frozenset)
        else place
        for place in found.parameters.values()
    ]
    return found.replace(parameters=places)


def members(kind: type[Any], name: str) -> Iterator[str]:
    """Yield the public members of a class of ours, its own and those it inherits."""
    ours = [k for k in kind.__mro__ if k.__module__.startswith("engagement_metrics")]
    seen = {n: value for k in reversed(ours) for n, value in vars(k).items()}
    doors = {"__init__"} if issubclass(kind, Exception) else {"__init__", "__len__"}
    for member, value in seen.items():
        if member.startswith("_") and member not in doors:
            continue
        bare = inspect.unwrap(getattr(value, "__func__", value))
        if inspect.isfunction(bare):
            yield f"{name}.{member}{signature(bare)}"
        elif issubclass(kind, Enum):
            yield f"{name}.{member} = {value!r}"
        else:
            yield f"{name}.{member}"


def test_interface_is_as_written() -> None:
    """A change of a public name or signature is seen, and meant."""
    assert API.read_text(encoding="utf-8") == interface(), (
        "if it is meant: python tests/test_public_api.py, and the changelog"
    )


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


if __name__ == "__main__":
    API.write_text(interface(), encoding="utf-8")
