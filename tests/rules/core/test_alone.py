from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import rules.core
from tests.support.sources import imported, nodes_of, parsed

CORE = Path(rules.core.__file__).parent
FORBIDDEN = {"time", "datetime", "random", "secrets", "socket", "sqlite3", "urllib", "http", "math.fsum", "os", "uuid"}


def test_the_core_imports_the_standard_library_and_itself_only() -> None:
    modules = {name for path in CORE.rglob("*.py") for name in imported(path) if not name.startswith("rules.core")}
    assert {name.partition(".")[0] for name in modules} <= set(sys.stdlib_module_names)
    assert not {name.partition(".")[0] for name in modules} & FORBIDDEN


def test_the_core_loads_nothing_else_and_runs_without_site_packages() -> None:
    code = (
        "import sys; before = set(sys.modules); sys.path.insert(0, sys.argv[1]); import rules.core.score;"
        "print([m for m in set(sys.modules) - before if m.partition('.')[0] not in sys.stdlib_module_names"
        " and not m.startswith('rules')])"
    )
    root = str(CORE.parent.parent)
    run = subprocess.run([sys.executable, "-I", "-S", "-c", code, root], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_no_float_is_computed_with() -> None:
    literals = [
        (path.name, node.value)
        for path in CORE.rglob("*.py")
        for node in nodes_of(parsed(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, float)
    ]
    assert literals == []
    named = [path.name for path in CORE.rglob("*.py") if "float(" in path.read_text(encoding="utf-8")]
    assert named == []
