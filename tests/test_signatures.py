"""Every public function can be called by the names that its docstring lists."""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from typing import Any

import pytest

import engagement_metrics
from engagement_metrics.errors import EngagementError

Parameter = inspect.Parameter
TRUSTED = {"of_sums", "of_labels"}  # what computes evidence calls them, not callers
NAMED = {Parameter.POSITIONAL_OR_KEYWORD, Parameter.KEYWORD_ONLY}


def families() -> Iterator[Any]:
    """Yield every public module of the core."""
    for info in pkgutil.iter_modules(engagement_metrics.__path__):
        if not info.name.startswith("_") and info.name != "adapters":
            yield importlib.import_module(f"engagement_metrics.{info.name}")


def functions() -> dict[str, Any]:
    """Return every public function, constructor and method that makes something."""
    found = {}
    for module in families():
        for name in module.__all__:
            thing = getattr(module, name)
            if inspect.isfunction(thing):
                found[name] = thing
            elif inspect.isclass(thing) and not issubclass(thing, BaseException):
                found |= {f"{name}.{n}": method for n, method in methods(thing)}
    return found


def methods(kind: type) -> Iterator[tuple[str, Any]]:
    """Yield the public methods of a class that are ours."""
    for name, method in inspect.getmembers(kind):
        routine = inspect.ismethod(method) or inspect.isfunction(method)
        ours = str(getattr(method, "__module__", "")).startswith(
            engagement_metrics.__name__
        )
        hidden = name.startswith("_") or name in TRUSTED
        if routine and ours and not hidden:
            yield name, method


FUNCTIONS = functions()
EVERY = pytest.mark.parametrize("function", FUNCTIONS.values(), ids=list(FUNCTIONS))


def listed(function: Any) -> list[str]:
    """Return the parameters that a docstring lists, without stars."""
    text = inspect.getdoc(function) or ""
    section = re.search(
        r"\nParameters\n-+\n(.*?)(?:\n\n?\w[\w ]*\n-+\n|\Z)", text, re.DOTALL
    )
    if section is None:
        return []
    heads = re.findall(r"^(\*{0,2}[\w, *]+) : ", section[1], re.MULTILINE)
    return [name.strip(" *") for head in heads for name in head.split(",")]


def taken(function: Any) -> dict[str, Parameter]:
    """Return the parameters that a caller can give."""
    parameters = inspect.signature(function).parameters
    return {n: p for n, p in parameters.items() if n not in {"self", "cls"}}


@EVERY
def test_a_docstring_lists_the_parameters_of_its_signature(function):
    """The same names; all of them but the first can be given as keywords."""
    parameters = taken(function)
    starred = [n for n, p in parameters.items() if p.kind is Parameter.VAR_KEYWORD]

    assert [] == starred
    assert sorted(parameters) == sorted(listed(function))


@EVERY
def test_each_name_of_a_docstring_is_a_keyword(function):
    """Unless it is the one table or log, which has no name for callers."""
    parameters = taken(function)
    several = [p for p in parameters.values() if p.kind is Parameter.VAR_POSITIONAL]
    unnamed = [n for n, p in parameters.items() if p.kind is Parameter.POSITIONAL_ONLY]

    assert len(unnamed) <= 1 or several
    assert {n for n in listed(function) if n not in unnamed} <= {
        n for n, p in parameters.items() if p.kind in NAMED or p in several
    }


@EVERY
def test_an_option_is_never_given_by_place(function):
    """Three and more numbers, and every option, have their names."""
    places = [
        n
        for n, p in taken(function).items()
        if p.kind in {Parameter.POSITIONAL_OR_KEYWORD, Parameter.POSITIONAL_ONLY}
    ]

    assert len(places) <= 2, places


@EVERY
def test_an_unknown_keyword_is_pythons_own_error(function):
    """A TypeError that names the public function, and no private one."""
    with pytest.raises(TypeError) as caught:
        function(no_such_word=1)

    name = function.__name__
    assert not isinstance(caught.value, EngagementError)
    assert re.search(rf"(^|\.){re.escape(name)}\(\) ", str(caught.value))
    assert not re.search(r"\b_[a-z]", str(caught.value).replace("no_such_word", ""))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: engagement_metrics.engagement_rate(3, raech=1),
            "engagement_rate() got an unexpected keyword argument 'raech'",
        ),
        (
            lambda: engagement_metrics.Rate(3, exposures=1),
            "Rate.__init__() got an unexpected keyword argument 'exposures'",
        ),
        (
            lambda: engagement_metrics.Posts.of(action={"like": [1]}),
            "Posts.of() got an unexpected keyword argument 'action'",
        ),
    ],
    ids=["function", "class", "table"],
)
def test_a_typo_is_told_by_the_name_of_what_was_called(call, message):
    """Also of a constructor and of what makes a table."""
    with pytest.raises(TypeError) as caught:
        call()

    assert str(caught.value).startswith(message)
