"""The calls in the examples of everything public, to be made with other arguments."""

import ast
import contextlib
import doctest
import inspect
import io
import itertools
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import numpy as np

import engagement_metrics as em
from doc_examples import import_all

Call = tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]


def of_ours(thing: Any) -> bool:
    """Return whether users call it, and we wrote it."""
    module = getattr(thing, "__module__", None) or ""
    owner = getattr(thing, "__self__", None)
    if not module and owner is not None:
        module = type(owner).__module__
    return callable(thing) and module.startswith("engagement_metrics")


LOG = em.Interactions.of(
    actor=["ada", "bob"],
    target=["bob", "ada"],
    kind="reply",
    at=np.array(["2026-01-05", "2026-01-06"], "datetime64[D]"),
    post=[1, 2],
    in_reply_to=[None, 1],
)
GOOD: dict[str, Any] = {
    "account": None,
    "code": 0,
    "day": date(2026, 1, 5),
    "generations": 2,
    "kinds": {"reply"},
    "level": 0.9,
    "log": LOG,
    "name": "ada",
    "number": 2,
    "policy": em.ResponsePolicy(),
    "seeds": 3,
    "metric": em.Metric("rate", "likes", "reach"),
    "threads": None,
    "unit": "persons",
}
"""What is right for the arguments of methods, where no example calls them."""


def methods(owner: Any) -> Iterator[Callable[..., Any]]:
    """Yield the public methods of a class, or of a value of ours."""
    for name, _ in inspect.getmembers(type(owner) if of_value(owner) else owner):
        method = getattr(owner, name, None) if not name.startswith("_") else None
        if inspect.ismethod(method) and of_ours(method):
            yield method


def of_value(thing: Any) -> bool:
    """Return whether a value is of a class of ours."""
    module = type(thing).__module__
    return module.startswith("engagement_metrics") and not inspect.ismodule(thing)


class Recorder(ast.NodeTransformer):
    """Writes down the calls of an example."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """Put a call through the list."""
        self.generic_visit(node)
        record = ast.Name("_record", ast.Load())
        return ast.Call(record, [node.func, *node.args], node.keywords)


def calls() -> dict[str, list[Call]]:
    """Return the calls in the examples of everything public, by what is called."""
    found: dict[str, list[Call]] = {}
    others: dict[str, Callable[..., Any]] = {}
    answers: list[Any] = []

    def record(function: Callable[..., Any], *given: Any, **named: Any) -> Any:
        if of_ours(function):
            name = function.__qualname__
            found.setdefault(name, []).append((function, given, named))
        answers.append(function(*given, **named))
        return answers[-1]

    public: dict[str, Any] = {}
    import_all(public)
    public = dict(sorted(public.items()))
    finder = doctest.DocTestFinder(recurse=True, exclude_empty=True)
    for name, thing in public.items():
        if not (inspect.isclass(thing) or inspect.isfunction(thing)):
            continue
        module = inspect.getmodule(thing)
        for test in finder.find(thing, name, module=module, globs={}):
            space: dict[str, Any] = {
                **vars(module),
                **public,
                "_record": record,
                "__name__": "example",
            }
            for example in test.examples:
                tree = ast.parse(example.source)
                tree = ast.fix_missing_locations(Recorder().visit(tree))
                with contextlib.redirect_stdout(io.StringIO()):
                    exec(compile(tree, "<example>", "exec"), space)  # noqa: S102
            classes = {each for each in public.values() if inspect.isclass(each)}
            values = [v for v in (*answers, *space.values()) if type(v) in classes]
            values += classes
            answers.clear()
            for method in itertools.chain.from_iterable(map(methods, values)):
                others.setdefault(method.__qualname__, method)
    for name, method in others.items():
        parameters = inspect.signature(method).parameters.values()
        good = parameters and all(p.name in GOOD for p in parameters)
        if name not in found and good:
            plain = [p for p in parameters if p.kind is not p.KEYWORD_ONLY]
            found[name] = [(method, tuple(GOOD[p.name] for p in plain), {})]
    return found
