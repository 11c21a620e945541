"""What is broken in a module, one place at a time."""

import ast
import copy
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

OPERATORS: dict[type, type] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitOr,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}
Path = tuple[tuple[str, int | None], ...]  # fields, with places in lists
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


class Mutant(NamedTuple):
    """A module with one place broken."""

    where: str
    """The function or class, dotted; empty for the module."""

    what: str
    """The statement, or its head, as it is and as it becomes."""

    lines: tuple[int, int]
    """The first and the last line of the statement or of its head."""

    outermost: tuple[str, int] | None
    """Name and first line of the outermost function whose body it stands in."""

    tree: ast.Module


def mutants(source: str) -> Iterator[Mutant]:
    """Give each mutant of a module, in the order of its source."""
    tree = ast.parse(source)
    seen: Counter[tuple[str, str]] = Counter()
    for path in _places(tree, ()):
        for change in _changes(_follow(tree, path)):
            broken = copy.deepcopy(tree)
            node = _follow(broken, path)
            new = change(node)
            if new is not node:
                _put(broken, path, ast.copy_location(new, node))
            ast.fix_missing_locations(broken)
            where, statement, outermost = _context(tree, path)
            steps = path[: statement + 1]
            before, after = (_head(_follow(t, steps)) for t in (tree, broken))
            what = f"{before} ⟶ {after}"
            seen[where, what] += 1
            if (times := seen[where, what]) > 1:
                what += f" [{times}]"
            yield Mutant(where, what, _span(_follow(tree, steps)), outermost, broken)


def _follow(node: ast.AST, path: Path) -> ast.AST:
    for field, i in path:
        value = getattr(node, field)
        node = value if i is None else value[i]
    return node


def _put(tree: ast.AST, path: Path, new: ast.AST) -> None:
    field, i = path[-1]
    parent = _follow(tree, path[:-1])
    if i is None:
        setattr(parent, field, new)
    else:
        getattr(parent, field)[i] = new


def _places(node: ast.AST, path: Path) -> Iterator[Path]:
    """Give each node that matters: no annotation, docstring, overload or type."""
    yield path
    for field, value in ast.iter_fields(node):
        if field in {"annotation", "returns", "type_params", "ctx"}:
            continue
        for i, child in (
            enumerate(value) if isinstance(value, list) else [(None, value)]
        ):
            if isinstance(child, ast.AST) and not _inert(child, node):
                yield from _places(child, (*path, (field, i)))


def _inert(node: ast.AST, parent: ast.AST) -> bool:
    match node:
        case (
            ast.Expr(value=ast.Constant())
            | ast.FunctionDef(decorator_list=[ast.Name("overload"), *_])
            | ast.If(test=ast.Name("TYPE_CHECKING"))
            | ast.Assign(targets=[ast.Name("__all__" | "__slots__"), *_])
            | ast.AnnAssign(annotation=ast.Name("TypeAlias"))
            | ast.Assign(value=ast.Subscript(value=ast.Name("Literal")))
            | ast.keyword(arg="strict")
            | ast.Call(func=ast.Name("TypeVar"))
        ):
            return True
    return (
        isinstance(parent, ast.Call)
        and isinstance(parent.func, ast.Name)
        and parent.func.id == "cast"
        and parent.args[0] is node
    )


def _changes(node: ast.AST) -> list:  # noqa: C901, PLR0911, PLR0912 - a table
    """Give functions that break a copy of the node, or give what replaces it."""
    match node:
        case ast.Compare():
            return [
                lambda n, i=i: _with(n, ops=_exchanged(n.ops, i))
                for i in range(len(node.ops))
            ]
        case ast.BinOp() | ast.BoolOp() | ast.AugAssign():
            known = type(node.op) in OPERATORS
            return [lambda n: _with(n, op=OPERATORS[type(n.op)]())] * known
        case ast.UnaryOp():
            return [lambda n: n.operand]
        case ast.Constant(value=bool()):
            return [lambda n: ast.Constant(not n.value)]
        case ast.Constant(value=int() | float()):
            return [lambda n: ast.Constant(n.value + 1)]
        case ast.Constant(value=str()):
            return [lambda n: ast.Constant(f"XX{n.value}")]
        case ast.If() | ast.IfExp() | ast.While():
            return [lambda n: _with(n, test=_negated(n.test))]
        case ast.comprehension(ifs=[_, *_]):
            return [lambda n: _with(n, ifs=[])]
        case ast.Return(value=ast.AST() as value) if not _is_none(value):
            return [lambda _: ast.Return(ast.Constant(None))]
        case ast.Assign(value=value) if not _is_none(value):
            return [lambda n: _with(n, value=ast.Constant(None))]
        case ast.Expr(value=ast.Call()) | ast.Raise():
            return [lambda _: ast.Pass()]
        case ast.Break():
            return [lambda _: ast.Continue()]
        case ast.Continue():
            return [lambda _: ast.Break()]
        case ast.keyword(arg=str()):
            return [lambda n: _with(n, arg=None, value=ast.Dict([], []))]
    return []


def _exchanged(operators: list[ast.cmpop], i: int) -> list[ast.cmpop]:
    new = OPERATORS[type(operators[i])]()
    return [*operators[:i], new, *operators[i + 1 :]]


def _with(node: ast.AST, **fields: object) -> ast.AST:
    for name, value in fields.items():
        setattr(node, name, value)
    return node


def _negated(test: ast.expr) -> ast.expr:
    return ast.copy_location(ast.UnaryOp(ast.Not(), test), test)


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _context(tree: ast.Module, path: Path) -> tuple[str, int, tuple[str, int] | None]:
    """Give names, the step of the innermost statement, and the outermost function."""
    names: list[str] = []
    statement, outermost, node = -1, None, tree
    for i, step in enumerate(path):
        if isinstance(node, (*FUNCTIONS, ast.ClassDef)) and step[0] == "body":
            names.append(node.name)
            if isinstance(node, FUNCTIONS) and outermost is None:
                first = min(d.lineno for d in [node, *node.decorator_list])
                outermost = (".".join(names), first)
        node = _follow(node, (step,))
        if isinstance(node, ast.stmt):
            statement = i
    return ".".join(names), statement, outermost


def _head(node: ast.AST) -> str:
    """Write a statement, of a compound one the head only, as one line."""
    if hasattr(node, "body"):
        node = copy.copy(node)
        node.body = [ast.Pass()]
        for field in ("orelse", "finalbody", "handlers"):
            if getattr(node, field, None):
                setattr(node, field, [])
    if isinstance(node, ast.Try):
        return "try"
    text = ast.unparse(node)
    return " ".join(text.removesuffix("pass").split()) or "pass"


def _span(node: ast.AST) -> tuple[int, int]:
    first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", ()))])
    body = getattr(node, "body", None)
    return first, max(first, body[0].lineno - 1) if body else node.end_lineno
