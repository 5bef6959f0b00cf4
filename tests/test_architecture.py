"""The shape of the house: layers, single importers, sizes."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import refcheck

PACKAGE = Path(refcheck.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))

# Lower numbers may not import higher ones; plugs of one number are strangers to one another.
LAYERS = {
    "text": 0,
    "errors": 0,
    "characters": 0,
    "forms": 1,
    "macros": 1,
    "encoding": 1,
    "zipped": 1,
    "trees": 1,
    "model": 1,
    "allowances": 1,
    "markup": 2,
    "reading": 2,
    "csl": 2,
    "finding": 2,
    "settings": 2,
    "contracts": 3,
    "bibliographies": 3,
    "notation": 3,
    "flow": 3,
    "word": 4,  # what Word's files hold, as text with its places; below the parser, which is told of it
    "pdf": 3,
    "unwrapping": 3,
    "rewrapping": 2,
    "notices": 3,
    "journals": 3,
    "latex": 3,
    "opendocument": 5,
    "parsing": 4,
    "hypertext": 5,
    "jats": 5,
    "links": 4,
    "matching": 5,
    "index": 4,
    "formats": 6,
    "sources": 6,
    "rules": 6,
    "reports": 6,
    "styles": 6,
    "pipeline": 6,
    "manuscript": 7,
    "conversion": 7,
    "remarks": 7,
    "fixing": 8,
    "api": 9,
    "cli": 10,
    "__init__": 11,
    "__main__": 11,
}
STRANGERS = ("formats", "sources", "rules", "reports", "styles", "pipeline")
PLUGS = {
    "formats": (),
    "sources": ("http", "server", "cache", "download"),
    "rules": ("choice", "flaws", "lists", "minority"),
    "reports": ("shape", "waterfall", "wording"),
    "styles": ("processor",),
}
ONLY = {
    "bibtexparser": (),  # a second opinion, for tests
    "pylatexenc": ("bibliographies/latex.py", "latex/macros.py"),
    "yaml": ("bibliographies/yaml.py",),
    "defusedxml": ("bibliographies/pubmed.py",),
    "pypdfium2": ("pdf/document.py", "pdf/shown.py"),
    "habanero": ("sources/crossref.py",),
    "rapidfuzz": ("matching/", "parsing/train/"),
    "numpy": ("parsing/", "index/", "matching/train/"),
    "tantivy": ("index/fulltext.py",),
    "zstandard": ("index/records.py",),
    "msgspec": ("index/",),
    "torch": ("parsing/train/",),
    "citeproc": ("parsing/train/csl.py", "styles/processor.py"),
    "markdown_it": ("notation/commonmark.py",),
    "mdit_py_plugins": ("notation/commonmark.py",),
    "lxml": ("trees.py", "styles/processor.py"),
    "typer": ("cli/",),
    "requests": ("sources/http.py", "sources/server.py", "sources/cache.py", "sources/download.py"),
    "requests_cache": ("sources/http.py", "sources/cache.py"),
    "urllib3": ("sources/http.py",),
}
LONGEST_FUNCTION, LONGEST_MODULE = 40, 300
LONG = {
    "parsing/train/styles.py:draw": "a line for each choice",
    "model.py": "the nouns, all on one page",
    "cli/check.py:check": "a command's flags are its signature",
    "cli/check.py:fix": "a command's flags are its signature",
    "cli/convert.py:convert": "a command's flags are its signature",
    "cli/match.py:match": "a command's flags are its signature",
}


def name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def part(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_imports_point_down_and_plugs_are_strangers(path: Path) -> None:
    own = part(path)
    for module in imports(path):
        if not module.startswith("refcheck."):
            continue
        other = module.split(".")[1]
        if other not in LAYERS or other == own:
            continue
        assert LAYERS[other] < LAYERS[own], f"{name(path)} imports {module}"


@pytest.mark.parametrize("path", [p for p in MODULES if part(p) in PLUGS and p.stem != "__init__"], ids=name)
def test_plugs_of_one_kind_do_not_import_one_another(path: Path) -> None:
    own = part(path)
    for module in imports(path):
        if module.startswith(f"refcheck.{own}."):
            assert module.split(".")[2] in PLUGS[own], f"{name(path)} imports {module}"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_each_library_has_one_importer(path: Path) -> None:
    for module in imports(path):
        allowed = ONLY.get(module.split(".")[0])
        assert allowed is None or name(path).startswith(allowed), f"{name(path)} imports {module}"


@pytest.mark.parametrize("path", [p for p in MODULES if part(p) != "cli"], ids=name)
def test_only_the_command_line_prints_or_exits(path: Path) -> None:
    calls = {
        n.func.id
        for n in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)
    }
    assert not calls & {"print", "exit", "quit", "input"}, name(path)


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_functions_and_modules_stay_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= LONGEST_MODULE or name(path) in LONG, f"{name(path)} is long"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef) and f"{name(path)}:{node.name}" not in LONG:
            assert (node.end_lineno or 0) - node.lineno < LONGEST_FUNCTION, f"{name(path)}:{node.name} is long"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_every_module_says_what_it_holds(path: Path) -> None:
    said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert said, name(path)


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_handler_catches_everything(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ExceptHandler):
            caught = getattr(node.type, "id", "") if node.type else "everything"
            assert caught not in ("everything", "Exception", "BaseException"), f"{name(path)}:{node.lineno}"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_message_calls_a_reference_invented(path: Path) -> None:
    """A "not found" is an accusation; what was not found is never given a name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            assert not any(word in node.value.lower() for word in ("fake", "fabricat", "hallucinat")), f"{name(path)}"
