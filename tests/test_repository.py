"""Guards over the files of the project: what must be listed, and what must not stand anywhere."""

import ast
import configparser
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.parts import COMMANDS

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "rumah_inovasi"
# What .gitignore names too: made by programs, not written by people.
_MADE = {".git", ".venv", "build", "dist", "__pycache__", "node_modules", "test-results"}
_TEXTS = {
    "",
    ".py",
    ".html",
    ".txt",
    ".xml",
    ".md",
    ".css",
    ".js",
    ".cfg",
    ".toml",
    ".yaml",
    ".yml",
    ".csv",
    ".po",
    ".svg",
}
# The words that no file may contain are put together here, because this is one of the files.
_OPEN_ENDS = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X")) + r")\b")
_PLACES = re.compile(r"(?<![\w.:/*-])/(work|root|home/\w+)/\w")
_REGISTRIES = re.compile("|".join(("pypi" + r"\.org", "python" + r"hosted\.org", "npm" + r"js\.(org|com)")))


def project_files(*suffixes: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of every file that belongs to the project."""
    for folder, folders, names in os.walk(ROOT):
        inside = Path(folder).relative_to(ROOT)
        folders[:] = [
            name
            for name in folders
            if name not in _MADE
            and not name.endswith(("_cache", ".egg-info", ".hypothesis"))
            and (inside / name).as_posix() not in {"data", "index"}
        ]
        for name in sorted(names):
            if Path(name).suffix in (suffixes or _TEXTS):
                yield (inside / name).as_posix(), (ROOT / inside / name).read_text(encoding="utf-8")


def setup_cfg() -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser()
    parser.read(ROOT / "setup.cfg", encoding="utf-8")
    return parser


def test_wheel_has_every_package() -> None:
    folders = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for path in PACKAGE.rglob("*.py")
        if "__pycache__" not in path.parts
    }
    listed = set(setup_cfg()["options"]["packages"].split())
    assert listed == folders | {f"rumah_inovasi.{name}" for name in ("templates", "content", "panduan")}


def test_wheel_has_every_file_of_the_folders_without_code() -> None:
    parser = setup_cfg()
    folders = dict(re.findall(r"^(\S+) = (\S+)$", parser["options"]["package_dir"], re.MULTILINE))
    assert folders.keys() <= set(parser["options"]["packages"].split())
    for package, folder in folders.items():
        patterns = parser["options.package_data"][package].split()
        packed = {path for pattern in patterns for path in (ROOT / folder).glob(pattern)}
        assert packed, package
        assert {path for path in (ROOT / folder).rglob("*") if path.is_file()} - packed == set(), package


def test_every_folder_of_code_is_a_package() -> None:
    bare = [path.parent.name for path in PACKAGE.rglob("*.py") if not (path.parent / "__init__.py").exists()]
    assert bare == []


@pytest.mark.parametrize("pattern", [_OPEN_ENDS, _PLACES, _REGISTRIES], ids=["open ends", "places", "registries"])
def test_no_file_contains(pattern: re.Pattern[str]) -> None:
    found = [
        f"{name}: {match.group()}"
        for name, text in project_files()
        if not (name.startswith("content/") and pattern is _OPEN_ENDS)
        for match in pattern.finditer(text)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("library", "room"),
    [("bleach", "markup"), ("markdown", "markup"), ("whoosh", "search")],
)
def test_library_stays_in_its_room(library: str, room: str) -> None:
    importers = {name for name, text in project_files(".py") if library in imported(text)}
    rooms = (f"rumah_inovasi/{room}/", f"tests/{room}/", "tests/bench/")  # benches compare
    assert [name for name in importers if not name.startswith(rooms)] == []


def imported(source: str) -> set[str]:
    """Return the top-level names of the libraries that a module imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add((node.module or "").partition(".")[0])
    return names


@pytest.mark.parametrize(
    "pattern",
    [
        r"\|\s*safe\b",
        r"autoescape\s+false",
        r"<style",
        r"<script(?![^>]*(\ssrc=|application/ld\+json))",
        r"<[a-z][^>]*\sstyle\s*=",
        r"<[a-z][^>]*\son[a-z]+\s*=",
        r"<[a-z][^>]*\s(href|src|action|value|class|id)=[^\"'\s>]",
    ],
)
def test_no_template_opens_a_door_for_code(pattern: str) -> None:
    found = [
        f"{name}: {match.group()}"
        for name, text in project_files(".html", ".xml", ".svg")
        if name.startswith("templates/")
        for match in re.finditer(pattern, text, re.IGNORECASE)
    ]
    assert found == []


def test_constraints_pin_every_requirement_within_its_range() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {
        canonicalize_name(name): version
        for name, _, version in (line.partition("==") for line in lines if line and not line.startswith("#"))
    }
    options = setup_cfg()
    listed = [options["options"]["install_requires"], *options["options.extras_require"].values()]
    requirements = [
        Requirement(line) for text in listed for line in text.splitlines() if line and not line.startswith("%(")
    ]
    assert len(requirements) > 10
    for requirement in requirements:
        version = pinned.get(canonicalize_name(requirement.name))
        assert version is not None, f"{requirement.name} is not in constraints.txt"
        assert requirement.specifier.contains(version), f"{requirement} allows no {version}"


def readme_commands() -> list[str]:
    """Return the lines of the README's shell blocks, without prompts and remarks."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```(?:sh|bash|console)\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = (re.sub(r"\s+#.*", "", line).removeprefix("$ ").strip() for block in blocks for line in block.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def test_readme_shows_the_two_commands() -> None:
    assert {"python3 start.py", "python3 start.py test"} <= set(readme_commands())


def test_build_runs_the_readmes_test_command() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert script.read_text(encoding="utf-8").splitlines()[-1] == "python3 start.py test"


def test_readme_commands_exist() -> None:
    known = {"python3 start.py", "python3 start.py test", "python3 start.py lint", "python3 start.py -h"}
    known |= {f"sudo {command}" for command in COMMANDS.values()}
    known.add("sudo " + COMMANDS["browser"] + " " + COMMANDS["postgres"].rpartition(" ")[2])
    for line in readme_commands():
        if line in known or line.startswith(("git clone ", "cd ", "pip install ", "python3 start.py test ")):
            continue
        match = re.match(r"(?:RUMAH_\w+=\S+ )*(?:python3 start\.py|rumah-inovasi) ([a-z]+)", line)
        assert match, f"README shows a command that no test knows: {line}"
        asked = [sys.executable, "-m", "rumah_inovasi", match.group(1), "--help"]
        done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{line}\n{done.stderr}"
