"""What the program says, read from its source: every code that is written out, and the blanks that come with it."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.support.sources import nodes_of, parsed

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).parents[2]
ROOMS: Final = ("rules", "deadlines", "models", "audit", "activities", "workflows", "app", "cli")
ROOTS: Final = frozenset(
    {"RulesError", "DeadlinesError", "ModelsError", "AuditError", "VerifierError", "RefusedError", "AppError"}
)

# Who speaks: functions and classes by name, and methods by the name of what they are called on.
_CALLED: Final = frozenset({"Problem", "Difference", "refusal"})
_METHODS: Final = {
    "voice": frozenset({"say", "note", "text"}),
    "self": frozenset({"refuse", "_report", "_stop", "_say", "_comment"}),
}
# These take the blanks as a map.
_MAPPED: Final = frozenset({"Reason", "refusal", "RequestRefusedError", "NothingRunsError"})
# These fill blanks elsewhere; their own arguments say nothing about them.
_ELSEWHERE: Final = frozenset({"tell", "counting"})


@dataclass(frozen=True, slots=True)
class Said:
    """A code at a place; a part that is computed is written "*". `given` is None where the blanks are not literal."""

    code: str
    where: str
    given: frozenset[str] | None
    by: str


@cache
def everything_said() -> tuple[Said, ...]:
    """Every code that the rooms write out."""
    return tuple(said for module in _modules() for said in module.said())


@cache
def _modules() -> tuple[_Module, ...]:
    files = (file for room in ROOMS for file in sorted((ROOT / room).rglob("*.py")))
    return tuple(_module(str(file.relative_to(ROOT)), parsed(file)) for file in files)


def _module(file: str, tree: ast.Module) -> _Module:
    nodes = tuple(
        node
        for node in nodes_of(tree)
        if isinstance(node, (ast.ClassDef, ast.Call, ast.Constant, ast.FunctionDef, ast.AsyncFunctionDef))
    )
    return _Module(file, tree, nodes)


@cache
def _classes() -> dict[str, ast.ClassDef]:
    nodes = (node for module in _modules() for node in module.nodes)
    return {node.name: node for node in nodes if isinstance(node, ast.ClassDef)}


@cache
def _constants() -> dict[str, ast.expr]:
    """Constants of all modules by their name in capitals."""
    nodes = (node for module in _modules() for node in module.tree.body)
    return {
        node.target.id: node.value
        for node in nodes
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None
    }


def _bases(name: str) -> Iterator[str]:
    """A class's own name and those of its ancestors, the nearest first."""
    yield name
    found = _classes().get(name)
    for base in found.bases if found is not None else ():
        if isinstance(base, ast.Name):
            yield from _bases(base.id)


def _is_error(name: str) -> bool:
    return not ROOTS.isdisjoint(_bases(name))


def _own_code(found: ast.ClassDef) -> str | None:
    for node in found.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "code":
            return str(ast.literal_eval(node.value))
    return None


def _class_code(name: str) -> str:
    """The code that a class gives to its errors; the class's name if none does, which is no code."""
    codes = (_own_code(_classes()[base]) for base in _bases(name) if base in _classes())
    return next((code for code in codes if code is not None), name)


def _has_own_making(name: str) -> bool:
    """Whether a class that is no root fills its blanks itself."""
    makers = (base for base in _bases(name) if base in _classes() and base not in ROOTS)
    return any(isinstance(node, ast.FunctionDef) for base in makers for node in _classes()[base].body)


@dataclass(frozen=True, slots=True)
class _Module:
    file: str
    tree: ast.Module
    nodes: tuple[ast.ClassDef | ast.Call | ast.Constant | ast.FunctionDef | ast.AsyncFunctionDef, ...]

    def said(self) -> Iterator[Said]:
        for node in self.nodes:
            if isinstance(node, ast.ClassDef) and _is_error(node.name) and node.name not in ROOTS:
                yield from self._by_class(node)
            elif isinstance(node, ast.Call):
                yield from self._by_call(node)
            elif isinstance(node, ast.Constant) and str(node.value).startswith("column."):
                yield Said(str(node.value).removesuffix(":"), self._at(node), frozenset(), "column")

    def _by_class(self, found: ast.ClassDef) -> Iterator[Said]:
        """The class's own code, with what its own making fills in."""
        if _own_code(found) is not None:
            yield Said(_class_code(found.name), self._at(found), None, found.name)
        for node in nodes_of(found):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "super().__init__" and _given(node):
                yield Said(_class_code(found.name), self._at(node), _given(node), found.name)

    def _by_call(self, call: ast.Call) -> Iterator[Said]:
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ast.unparse(call.func)
        if isinstance(call.func, ast.Name) and _is_error(name):
            yield from self._by_error(call, name)
        elif name in ("reason", "Reason"):
            yield from self._named(call, _family_of_reasons(self.file), name)
        elif name == "tell":
            yield from self._named(call, "rehearse.", name)
        elif name in _CALLED | {"counting"} or (
            isinstance(call.func, ast.Attribute) and name in _METHODS.get(ast.unparse(call.func.value), ())
        ):
            yield from (said for said in self._named(call, "", name) if "." in said.code)

    def _by_error(self, call: ast.Call, name: str) -> Iterator[Said]:
        if call.args:
            yield from (said for said in self._named(call, "", name) if "." in said.code)
        elif not _has_own_making(name):
            yield Said(_class_code(name), self._at(call), _given(call), name)

    def _named(self, call: ast.Call, prefix: str, by: str) -> Iterator[Said]:
        given = None if by in _ELSEWHERE else _given(call)
        for code in self._texts(call.args[0], call) if call.args else ():
            yield Said(prefix + code, self._at(call), given, by)

    def _texts(self, written: ast.expr, call: ast.Call) -> Iterator[str]:
        """The texts that an expression can be, as far as they are written out."""
        if isinstance(written, ast.Constant) and isinstance(written.value, str):
            yield written.value
        elif isinstance(written, ast.IfExp):
            yield from self._texts(written.body, call)
            yield from self._texts(written.orelse, call)
        elif isinstance(written, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in written.values)
        elif isinstance(written, ast.Name) and written.id.isupper() and written.id in _constants():
            yield from self._texts(_constants()[written.id], call)
        elif isinstance(written, ast.Name):
            for node in nodes_of(self._function_around(call)):
                if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == written.id:
                    yield from self._texts(node.value, call)

    def _function_around(self, call: ast.Call) -> ast.AST:
        around = (
            node
            for node in self.nodes
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and call in nodes_of(node)
        )
        return next(around, self.tree)

    def _at(self, node: ast.expr | ast.ClassDef) -> str:
        return f"{self.file}:{node.lineno}"


def _family_of_reasons(file: str) -> str:
    """Where the command line looks the reasons of a module up."""
    if file in ("rules/outline.py", "rules/outline_rest.py"):
        return "rule."
    remarked = ("rules/core/semantics_1/remarks.py", "rules/core/semantics_1/doubts.py")
    return "remark." if file in remarked else "reason."


def _given(call: ast.Call) -> frozenset[str] | None:
    """The names of the blanks that a call fills: keywords, or the keys of the map that comes after the code."""
    if any(keyword.arg is None for keyword in call.keywords):
        return None
    if ast.unparse(call.func) not in _MAPPED:
        return frozenset(keyword.arg for keyword in call.keywords if keyword.arg is not None)
    filling = call.args[1] if len(call.args) > 1 else None
    if not isinstance(filling, ast.Dict):
        return None
    return frozenset(str(ast.literal_eval(key)) for key in filling.keys if key is not None)
