"""The house rules of the design, read from the imports: who may use whom, and which library has which owner."""

import ast
import functools
import subprocess
import sys
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BELOW = {"records", "errors", "gazetteer", "control"}
STAGES = ("article", "reading", "language", "quotations", "mentions", "entities", "extractors", "statements", "dataset", "network", "page")
# A part of a stage that has a module of its own, and the stage it belongs to.
PART_OF = {"reading": "article", "conllu": "language", "dates": "statements", "openie": "extractors", "analysis": "network"}
OWNERS = {
    "rdflib": {"dataset", "contents", "turtle", "ordering", "terms", "validate", "queries", "formats", "reasoning", "archive"},
    "pyoxigraph": {"dataset", "contents", "turtle", "queries", "query_worker", "formats", "archive", "known"},
    "pyshacl": {"validate"},
    "owlrl": {"reasoning"},
    "networkx": {"network", "analysis", "formats"},  # GraphML and GEXF are NetworkX's own
    "pyvis": {"page"},
    "typer": {"cli"},
    "rich": {"cli"},
    "trafilatura": {"reading"},
    "markdown_it": {"reading"},
    "charset_normalizer": {"reading"},
    "onnxruntime": {"language"},
    "tokenizers": {"language"},
    "torch": {"language"},
    "transformers": {"language"},
    "dateparser": {"dates", "reading"},
    "h11": {"archive"},
    "requests": {"archive"},
    "feedparser": {"archive"},
    "pebble": {"archive"},
    "datasketch": {"archive"},
}
TOP_LEVEL = {"pyproject.toml", "README.md", "LICENSE", "graph", "ontology", "output", "tests"}
LONGEST = 350


def list_modules() -> list[Path]:
    return sorted(path for folder in ("graph", "ontology") for path in (ROOT / folder).rglob("*.py"))


def name_of(path: Path) -> str:
    """The part of the house that a file belongs to: "cli" for graph/cli/building.py, "ontology" for all of ontology/."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return "ontology" if parts[0] == "ontology" else "graph" if parts[1] == "__init__" else parts[1]


@functools.cache
def read_imports(path: Path) -> tuple[tuple[str, bool], ...]:
    """The full names that a module imports, and whether only for type checking."""
    tree = ast.parse(path.read_text("utf-8"), str(path))
    typed = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        for child in node.body
        for inner in ast.walk(child)
    }
    found: list[tuple[str, bool]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, id(node) in typed) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: a relative import"
            found += [(f"{node.module}.{alias.name}", id(node) in typed) for alias in node.names]
    return tuple(found)


def list_parts(path: Path) -> set[str]:
    """The parts of the house that a module uses at run time."""
    parts = set()
    for name, is_typed in read_imports(path):
        pieces = name.split(".")
        if is_typed or pieces[0] not in ("graph", "ontology"):
            continue
        parts.add("ontology" if pieces[0] == "ontology" else pieces[1])
    return parts - {name_of(path)}


@pytest.mark.parametrize("path", list_modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_opens_with_what_goes_in_and_out_and_is_not_long(path):
    text = path.read_text("utf-8")
    if not text.strip():
        return
    docstring = ast.get_docstring(ast.parse(text)) or ""
    assert docstring, "no docstring"
    if path.name != "__init__.py":
        for word in ("In:", "Out:", "refuse"):
            assert word in docstring, f"the docstring does not say {word!r}"
    assert len(text.splitlines()) <= LONGEST


@pytest.mark.parametrize("path", [path for path in list_modules() if name_of(path) in BELOW | {"ontology"}], ids=lambda path: str(path.relative_to(ROOT)))
def test_what_lies_below_imports_nothing_of_ours(path):
    assert list_parts(path) <= ({"errors", "records"} if name_of(path) == "ontology" else {"records", "errors"} - {name_of(path)})


def test_a_stage_imports_no_other_stage():
    crossings = defaultdict(set)
    for path in list_modules():
        own = PART_OF.get(name_of(path), name_of(path))
        if own not in STAGES:
            continue
        others = {PART_OF.get(part, part) for part in list_parts(path)} & set(STAGES)
        allowed = {"network": {"dataset"}, "page": {"network"}}  # the way of an article goes on: analysis reads the network, the page draws it
        crossings[str(path.relative_to(ROOT))] = others - {own} - allowed.get(own, set())
    assert {path: crossed for path, crossed in crossings.items() if crossed} == {}


def test_an_extractor_imports_only_what_lies_below_and_the_status():
    allowed = {"records", "clause_forms", "negation", "modality", "status", "errors", "ontology", "gazetteer", "control"}
    odd = {str(path.relative_to(ROOT)): list_parts(path) - allowed for path in list_modules() if name_of(path) == "extractors"}
    assert {path: parts for path, parts in odd.items() if parts} == {}


def test_only_the_pipeline_the_command_line_and_measuring_know_the_stages():
    knowing = {name_of(path) for path in list_modules() if len({PART_OF.get(part, part) for part in list_parts(path)} & set(STAGES[:8])) > 2}
    assert knowing <= {"pipeline", "cli", "graph", "evaluate", "archive"}


@pytest.mark.parametrize(("library", "owners"), OWNERS.items())
def test_one_library_has_one_owner(library, owners):
    users = {name_of(path) for path in list_modules() if any(name.split(".")[0] == library and not is_typed for name, is_typed in read_imports(path))}
    assert users <= owners


def test_nothing_but_declared_libraries_is_imported():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = [*project["dependencies"], *(item for extra in project["optional-dependencies"].values() for item in extra)]
    names = {"".join(char for char in line.split(">")[0].split("=")[0].split("[")[0] if char not in "- _").lower() for line in declared}
    modules = {"markdownit": "markdownitpy"}  # where the package has another name than what it installs
    used = {name.split(".")[0] for path in list_modules() for name, is_typed in read_imports(path) if not is_typed}
    unknown = {
        name
        for name in used - sys.stdlib_module_names - {"graph", "ontology"}
        if modules.get(name.replace("_", "").lower(), name.replace("_", "").lower()) not in names
    }
    assert unknown == set()


def test_the_top_level_holds_only_what_the_design_names():
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    if not tracked:
        pytest.skip("no git here")
    tops = {name.split("/")[0] for name in tracked}
    assert {top for top in tops if not top.startswith(".")} == TOP_LEVEL


@pytest.mark.parametrize("word", ["utils", "helpers", "managers", "misc", "common"])
def test_no_module_is_named_for_nothing(word):
    assert not [path for path in list_modules() if path.stem in (word, word.rstrip("s"))]


def test_the_shared_folder_is_never_needed():
    for path in list_modules():
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            code = line.split("#")[0]
            assert "../shared" not in code or '"""' in code or code.strip().startswith(("python", "triplewire")), f"{path}:{number}"
