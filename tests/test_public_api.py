"""Each public name is listed once, documented, and written down."""

import importlib
import inspect
import pkgutil
import re
import tomllib
import typing
from collections import Counter
from collections.abc import Callable, Iterator
from enum import Enum
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import engagement_metrics

TESTS = Path(__file__).parent
API = TESTS / "public_api.txt"
REFERENCE = TESTS.parent / "docs" / "reference"
STUB = Path(engagement_metrics.__file__).with_suffix(".pyi")
METRICS = {
    "comparison",
    "conversation",
    "engagement",
    "movement",
    "relevance",
    "two_way",
}
OPERATORS = {"__add__", "__contains__", "__getitem__", "__iter__", "__len__"}


def is_public(name: str) -> bool:
    """Return whether a module of the core is for users."""
    return not name.startswith("_") and name != "adapters"


def loaded(package: ModuleType) -> Iterator[ModuleType]:
    """Yield every module of the core, at any depth."""
    for info in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        if not info.name.endswith((".adapters", ".__main__")):
            module = importlib.import_module(info.name)
            yield module
            if info.ispkg:
                yield from loaded(module)


FAMILIES = {
    info.name: importlib.import_module(f"engagement_metrics.{info.name}")
    for info in pkgutil.iter_modules(engagement_metrics.__path__)
    if is_public(info.name)
}
PUBLIC = {
    f"{family}.{name}": getattr(module, name)
    for family, module in FAMILIES.items()
    for name in module.__all__
}
DOCUMENTED = [
    pytest.param(name, thing, id=name)
    for name, thing in PUBLIC.items()
    if inspect.isclass(thing) or inspect.isfunction(thing)
]


def stub() -> str:
    """Return the root as type checkers read it, made from its table."""
    lines = ["# made from __init__.py by tests/test_public_api.py", ""]
    homes = {"": engagement_metrics._MODULES, **engagement_metrics._HOMES}
    for home, names in sorted(homes.items()):
        if names:
            module = f"engagement_metrics.{home}".rstrip(".")
            ordered = sorted(names, key=lambda n: (not n.isupper(), n.islower(), n))
            members = [f"    {name} as {name}," for name in ordered]
            lines += [f"from {module} import (", *members, ")"]
    return "\n".join([*lines, "", "__version__: str", ""])


def interface() -> str:
    """Return a line for each public name and each member of a public class."""
    lines = [
        f"{name} is {home}.{name}"
        for home, names in engagement_metrics._HOMES.items()
        for name in names
    ]
    lines += [f"{name} is a module" for name in engagement_metrics._MODULES]
    lines.sort()
    for name, thing in sorted(PUBLIC.items()):
        if inspect.isfunction(thing):
            lines.append(f"{name}{parameters(thing)}")
        elif inspect.isclass(thing):
            lines += of_class(name, thing)
        else:
            lines.append(f"{name}: {type(thing).__name__}")
    return "\n".join(lines) + "\n"


def of_class(name: str, kind: type[Any]) -> list[str]:
    """Return a line for a class and a line for each member no public base lists."""
    bases: list[type[Any]] = []
    for base in kind.__mro__[1:-1]:
        private = is_ours(base) and base not in PUBLIC.values()
        if not private and not any(issubclass(nearer, base) for nearer in bases):
            bases.append(base)
    own = dict(members(kind))
    for base in filter(is_ours, bases):
        own = dict(own.items() - dict(members(base)).items())
    names = ", ".join(base.__name__ for base in bases if base is not typing.Generic)
    made = own.pop("__init__", "")
    head = f"class {name}({names}){made}".replace("()", "", 1)
    given = set(re.findall(r"\w+", made))  # the parts, which the class line has
    listed = (member for member in sorted(own) if own[member] or member not in given)
    return [head, *(f"{name}.{member}{own[member]}" for member in listed)]


def members(kind: type[Any]) -> Iterator[tuple[str, str]]:
    """Yield the public members of a class of ours and how each is called."""
    ours = filter(is_ours, reversed(kind.__mro__))
    found = {name: value for each in ours for name, value in vars(each).items()}
    for name, value in found.items():
        if name.startswith("_") and name not in OPERATORS | {"__init__"}:
            continue
        bare = inspect.unwrap(getattr(value, "__func__", value))
        if issubclass(kind, Enum):
            yield name, f" = {value.value!r}" if isinstance(value, kind) else ""
        elif name in OPERATORS or not inspect.isfunction(bare):
            yield name, ""
        else:
            yield name, parameters(bare)


def parameters(function: Callable[..., Any]) -> str:
    """Return the parameters of a function and their defaults, without types."""
    found = inspect.signature(function).parameters.values()
    bare = [
        each.replace(annotation=each.empty, default=shown(each.default))
        for each in found
        if each.name not in {"self", "cls"}
    ]
    return str(inspect.Signature(bare))


def shown(default: Any) -> Any:
    """Return a default as it is listed: sets in one order, evidence as dots."""
    if isinstance(default, frozenset):
        return sorted(map(str, default))
    if is_ours(type(default)) and not isinstance(default, Enum):
        return ...
    return default


def is_ours(kind: type[Any]) -> bool:
    """Return whether a class is of this package."""
    return kind.__module__.startswith("engagement_metrics")


def test_interface_is_as_written() -> None:
    """A change of a public name or signature is seen, and meant."""
    assert API.read_text(encoding="utf-8") == interface(), (
        "if it is meant: python tests/test_public_api.py, and the changelog"
    )


def test_checkers_read_the_table_of_the_root() -> None:
    """The stub names what the root's table names."""
    assert STUB.read_text(encoding="utf-8") == stub(), (
        "if it is meant: python tests/test_public_api.py"
    )


def test_root_is_its_table() -> None:
    """The root has the names of its table, its modules and its version."""
    table = [name for names in engagement_metrics._HOMES.values() for name in names]
    expected = [*table, *engagement_metrics._MODULES, "__version__"]

    assert sorted(expected) == sorted(engagement_metrics.__all__)
    assert set(engagement_metrics.__all__) <= set(dir(engagement_metrics))


def test_root_names_what_families_name() -> None:
    """A name at the root means what it means in its family."""
    for home, names in engagement_metrics._HOMES.items():
        for name in names:
            assert getattr(engagement_metrics, name) is PUBLIC[f"{home}.{name}"]
    for name in engagement_metrics._MODULES:
        assert engagement_metrics.__getattr__(name) is FAMILIES[name]


@pytest.mark.parametrize("module", [engagement_metrics, engagement_metrics.tables])
def test_module_refuses_other_names(module: ModuleType) -> None:
    """A misspelt name is told at once."""
    with pytest.raises(AttributeError) as caught:
        module.Poste  # noqa: B018

    assert f"module '{module.__name__}' has no attribute 'Poste'" == str(caught.value)


def test_tables_load_when_first_asked_for() -> None:
    """The names of the tables are listed once, and each has a file."""
    tables = engagement_metrics.tables
    listed = [name for names in tables._HOMES.values() for name in names]

    assert sorted(listed) == sorted(tables.__all__)
    assert set(tables.__all__) <= set(dir(tables))


def test_name_stands_in_one_family() -> None:
    """No public name is listed twice, in a family or in a module below one."""
    counted = Counter(name for module in FAMILIES.values() for name in module.__all__)
    below = {
        f"{module.__name__}.{name}"
        for module in loaded(engagement_metrics)
        if module not in FAMILIES.values()
        for name in getattr(module, "__all__", ())
        if name in counted
    }

    assert {} == {name: times for name, times in counted.items() if times > 1}
    assert set() == below


@pytest.mark.parametrize("module", FAMILIES.values(), ids=FAMILIES)
def test_module_is_in_the_reference(module: ModuleType) -> None:
    """The reference has one page that documents the module."""
    directive = re.compile(rf"automodule:: {re.escape(module.__name__)}$", re.MULTILINE)
    pages = [
        path.name
        for path in REFERENCE.rglob("*.md")
        if directive.search(path.read_text(encoding="utf-8"))
    ]

    assert 1 == len(pages)


@pytest.mark.parametrize(("name", "thing"), DOCUMENTED)
def test_docstring_has_an_example(name: str, thing: Any) -> None:
    """Whoever looks a name up sees it used; a refusal or a warning needs none."""
    if inspect.isclass(thing) and issubclass(thing, Exception):
        return

    assert "\nExamples\n--------\n" in inspect.getdoc(thing), name


@pytest.mark.parametrize(("name", "thing"), DOCUMENTED)
def test_metric_cites_its_source(name: str, thing: Any) -> None:
    """A metric says who defined it, or that the definition is ours."""
    if name.partition(".")[0] not in METRICS or inspect.isclass(thing):
        return
    prose = " ".join((inspect.getdoc(thing) or "").split())

    assert " References ---------- " in prose or "Our definition" in prose


@pytest.mark.parametrize(("name", "thing"), DOCUMENTED)
def test_docstring_is_complete(name: str, thing: Any) -> None:
    """A docstring has the sections and parameters that numpydoc asks for."""
    numpydoc = pytest.importorskip("numpydoc.validate")
    settings = tomllib.loads((TESTS.parent / "pyproject.toml").read_text("utf-8"))
    waived = set(settings["tool"]["numpydoc_validation"]["checks"])
    todo = {name: thing, **methods(name, thing)}
    for full, each in todo.items():
        found = numpydoc.validate(f"engagement_metrics.{full}")["errors"]
        own = {"PR01", "PR02"} if inspect.isclass(each) or overloads(each) else set()

        assert [] == [error for error in found if error[0] not in waived | own], full


@pytest.mark.parametrize(("name", "thing"), DOCUMENTED)
def test_docstring_lists_the_parameters_of_each_overload(name: str, thing: Any) -> None:
    """Of several ways to call it, each parameter is described, and no other."""
    docscrape = pytest.importorskip("numpydoc.docscrape")
    for full, each in {name: thing, **methods(name, thing)}.items():
        calls = [inspect.signature(call) for call in overloads(each)]
        described = docscrape.NumpyDocString(inspect.getdoc(each) or "")["Parameters"]
        names = {n.strip("* ") for d in described for n in d.name.split(",")}

        assert not calls or names == {
            p for call in calls for p in call.parameters if p not in {"self", "cls"}
        }, full


def methods(name: str, thing: Any) -> dict[str, Callable[..., Any]]:
    """Return the public methods of a class of ours."""
    found = [member for member, _ in members(thing)] if inspect.isclass(thing) else []
    named = {f"{name}.{m}": getattr(thing, m) for m in found if not m.startswith("_")}
    return {
        full: each
        for full, each in named.items()
        if inspect.isfunction(each) or inspect.ismethod(each)
    }


def overloads(function: Any) -> list[Callable[..., Any]]:
    """Return how a function may be called, if in several ways."""
    bare = getattr(function, "__func__", function)
    return typing.get_overloads(bare) if inspect.isfunction(bare) else []


if __name__ == "__main__":
    API.write_text(interface(), encoding="utf-8")
    STUB.write_text(stub(), encoding="utf-8")
