"""Small faults: every place of a source where one can be put in, and the source with it."""

import ast
import copy
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial

_FLIPPED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
_OTHER_NAME = {
    "min": "max",
    "max": "min",
    "minimum": "maximum",
    "maximum": "minimum",
    "any": "all",
    "all": "any",
    "floor": "ceil",
    "ceil": "floor",
    "low": "high",
    "high": "low",
}
# Words for the reader, types and loading: nothing is decided there.
_NOT_DECIDING = frozenset({"TypeVar", "Literal", "print"})
# Their arguments may stand either way round, or the others are not two values.
_NOT_SWAPPED = frozenset({"isinstance", "getattr", "cast", "min", "max", "minimum", "maximum"})


@dataclass(frozen=True)
class Change:
    """One fault: the lines of the statement it stands in, what it does, and how it is put in."""

    line: int
    statement: int
    what: str
    key: str
    put_in: Callable[[], str]

    @cached_property
    def source(self) -> str:
        """The source with the fault in it."""
        return self.put_in()


def changes(source: str, path: str) -> Iterator[Change]:
    """Every change of a source, each with a key that stays while its statement stays."""
    tree = ast.parse(source)
    places = list(_places(tree, 0, ()))
    for place, (node, statement, name) in enumerate(places):
        for number, _ in enumerate(_of(node)):
            twin = copy.deepcopy(node)
            list(_of(twin))[number]()
            before, after = _short(node), _short(twin)
            if before == after:
                continue
            what = f"{before}  ->  {after}"
            line = getattr(node, "lineno", statement)
            key = hashlib.sha256(f"{path}|{name}|{what}".encode()).hexdigest()
            put_in = partial(_changed, source, place, number)
            yield Change(line, statement, what, key, put_in)


def _changed(source: str, place: int, number: int) -> str:
    """The source with one change of one of its places."""
    tree = ast.parse(source)
    node = list(_places(tree, 0, ()))[place][0]
    list(_of(node))[number]()
    return ast.unparse(ast.fix_missing_locations(tree))


def _short(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 150 else text[:147] + "..."


def _places(
    node: ast.AST, statement: int, names: tuple[str, ...]
) -> Iterator[tuple[ast.AST, int, str]]:
    """Every node that does something, with the line of its statement and its function."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.arguments):
            for default in [*child.defaults, *child.kw_defaults]:
                if default is not None:
                    yield default, statement, ".".join(names)
            continue
        if _passed_over(node, child):
            continue
        at = child.lineno if isinstance(child, ast.stmt) else statement
        inner = (*names, child.name) if isinstance(child, _NAMED) else names
        yield child, at, ".".join(inner)
        yield from _places(child, at, inner)


_NAMED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def _passed_over(parent: ast.AST, child: ast.AST) -> bool:  # noqa: PLR0911  (a case a line)
    """Imports, texts that stand alone, annotations, messages of errors, type-only branches."""
    if isinstance(child, ast.Import | ast.ImportFrom | ast.Raise):
        return True
    if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
        return True
    if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
        return True
    if isinstance(parent, ast.AnnAssign) and child is parent.annotation:
        return True
    if isinstance(parent, _NAMED) and not isinstance(child, ast.stmt):
        return True
    if isinstance(child, ast.keyword) and child.arg == "strict":
        return True
    if isinstance(child, ast.Call) and _called(child) in _NOT_DECIDING:
        return True
    return isinstance(parent, ast.FormattedValue) and child is parent.format_spec


def _called(call: ast.Call) -> str:
    function = call.func
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def _of(node: ast.AST) -> Iterator[Callable[[], object]]:  # noqa: C901, PLR0912  (a kind a line)
    """What can be done to one node, as functions that do it in place."""
    if isinstance(node, ast.Compare):
        for place, sign in enumerate(node.ops):
            for other in _FLIPPED[type(sign)]:
                yield lambda p=place, o=other: node.ops.__setitem__(p, o())
    elif isinstance(node, ast.BoolOp):
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield lambda: setattr(node, "op", other)
        if len(node.values) > 1:
            yield node.values.pop
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield lambda: _undo(node)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield lambda: setattr(node, "op", ast.UAdd())
    elif isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in _ARITHMETIC:
        if not _text(node):
            yield lambda: setattr(node, "op", _ARITHMETIC[type(node.op)]())
    elif isinstance(node, ast.Constant):
        yield from _constant(node)
    elif isinstance(node, ast.IfExp):
        yield lambda: _swap(node, "body", "orelse")
    elif isinstance(node, ast.Return) and node.value is not None:
        if not (isinstance(node.value, ast.Constant) and node.value.value is None):
            yield lambda: setattr(node, "value", ast.Constant(None))
    elif isinstance(node, ast.Break | ast.Continue):
        other = ast.Continue if isinstance(node, ast.Break) else ast.Break
        yield lambda: setattr(node, "__class__", other)
    elif isinstance(node, ast.Call):
        yield from _call(node)
    elif isinstance(node, ast.Attribute) and node.attr in {"low", "high"}:
        yield lambda: setattr(node, "attr", _OTHER_NAME[node.attr])
    elif isinstance(node, ast.Slice) and node.lower and node.upper:
        yield lambda: _swap(node, "lower", "upper")


def _undo(node: ast.UnaryOp) -> None:
    """`not x` becomes `not not x`, so that its type stays."""
    node.operand = ast.UnaryOp(ast.Not(), node.operand)


def _text(node: ast.BinOp | ast.AugAssign) -> bool:
    """Whether texts are put together here."""
    sides = [node.value] if isinstance(node, ast.AugAssign) else [node.left, node.right]
    return any(
        isinstance(side, ast.JoinedStr)
        or (isinstance(side, ast.Constant) and isinstance(side.value, str))
        for side in sides
    )


def _swap(node: ast.AST, one: str, other: str) -> None:
    first, second = getattr(node, one), getattr(node, other)
    setattr(node, one, second)
    setattr(node, other, first)


def _constant(node: ast.Constant) -> Iterator[Callable[[], object]]:
    value = node.value
    if isinstance(value, bool):
        yield lambda: setattr(node, "value", not value)
    elif isinstance(value, int):
        yield lambda: setattr(node, "value", value + 1)
        if abs(value) > 2:
            yield lambda: setattr(node, "value", value * 2)
    elif isinstance(value, float):
        yield lambda: setattr(node, "value", value * 2 if value else 1.0)


def _call(node: ast.Call) -> Iterator[Callable[[], object]]:
    name = _called(node)
    if name in _OTHER_NAME and name not in {"low", "high"}:
        attribute = "id" if isinstance(node.func, ast.Name) else "attr"
        yield lambda: setattr(node.func, attribute, _OTHER_NAME[name])
    plain = [item for item in node.args if not isinstance(item, ast.Starred)]
    if len(plain) == len(node.args) == 2 and name not in _NOT_SWAPPED:
        yield node.args.reverse
