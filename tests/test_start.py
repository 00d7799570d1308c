"""What ``start.py`` decides before it hands over, tried on copies in temporary folders and without the network."""

import ast
import importlib.util
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Make a folder with what ``start.py`` reads."""
    for name in ("start.py", "setup.cfg", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


@pytest.fixture
def start(checkout: Path) -> ModuleType:
    """Load the copy, whose folder is the temporary one."""
    spec = importlib.util.spec_from_file_location("start_in_copy", checkout / "start.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def set_up(start: ModuleType, extras: str = "") -> None:
    """Leave what a complete set-up leaves, with a real but empty virtual environment."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", start.VENV], check=True)
    start.STAMP.write_text(f"{start.python_key()}\n{start.inputs_key()}\n{extras}", encoding="utf-8")


def test_old_python_can_read_the_file_up_to_its_message() -> None:
    source = (ROOT / "start.py").read_text(encoding="utf-8")
    assert ast.parse(source, feature_version=(3, 6)).body
    # Nothing before the check may need a newer Python when it runs, not only when it is read.
    before = source[: source.index("if too_old(")]
    assert "list[" not in before
    assert "from __future__" not in before


@pytest.mark.parametrize("version", [(3, 6, 9), (3, 10, 14), (3, 11, 1)])
def test_old_python_is_refused_with_the_wanted_version(start: ModuleType, version: tuple[int, ...]) -> None:
    message = start.too_old(*version)
    assert "3.11.2" in message
    assert ".".join(map(str, version)) in message


@pytest.mark.parametrize("version", [(3, 11, 2), (3, 12, 0), (4, 0, 0)])
def test_new_python_is_welcome(start: ModuleType, version: tuple[int, ...]) -> None:
    assert start.too_old(*version) == ""


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ([], ["serve"]),
        (["--port", "8001"], ["serve", "--port", "8001"]),
        (["serve", "--port", "8001"], ["serve", "--port", "8001"]),
        (["--help"], ["--help"]),
        (["--version"], ["--version"]),
        (["search", "ibu", "hamil"], ["search", "ibu", "hamil"]),
    ],
)
def test_options_alone_are_those_of_serve(start: ModuleType, words: list[str], meant: list[str]) -> None:
    assert start.completed(words) == meant


def test_benches_are_those_of_the_checkout(start: ModuleType, checkout: Path) -> None:
    (checkout / "tests" / "bench").mkdir(parents=True)
    (checkout / "tests" / "bench" / "__main__.py").write_text("import sys; sys.exit(len(sys.argv))")
    set_up(start, "test,bench")
    assert start.main(["bench", "write", "--json"]) == 3


def test_help_installs_nothing(checkout: Path) -> None:
    done = subprocess.run([sys.executable, "start.py", "--help"], cwd=checkout, capture_output=True, check=True)
    assert "python3 start.py test" in done.stdout.decode()
    assert not (checkout / ".venv").exists()


def test_unchanged_inputs_repeat_nothing(start: ModuleType) -> None:
    assert not start.is_ready("")
    set_up(start)
    assert start.is_ready("")


@pytest.mark.parametrize("name", ["setup.cfg", "pyproject.toml", "constraints.txt"])
def test_changed_input_installs_again(start: ModuleType, checkout: Path, name: str) -> None:
    set_up(start)
    with (checkout / name).open("a", encoding="utf-8") as file:
        file.write("\n# changed\n")
    assert not start.is_ready("")


def test_what_was_installed_for_tests_also_serves(start: ModuleType) -> None:
    set_up(start, "test")
    assert start.is_ready("")
    assert start.is_ready("test")


def test_what_was_installed_for_serving_does_not_test(start: ModuleType) -> None:
    set_up(start)
    assert not start.is_ready("test")


def test_what_was_installed_for_benches_also_serves(start: ModuleType) -> None:
    set_up(start, "bench")
    assert start.is_ready("")
    assert start.is_ready("bench")
    assert not start.is_ready("test")


@pytest.mark.parametrize(
    ("words", "extras"),
    [
        (["serve"], ""),
        (["lint"], "test"),
        (["test", "tests/bench"], "test"),
        (["bench", "write"], ""),
        (["bench", "relevance", "--json"], "bench"),
        (["bench", "web"], "bench"),
    ],
)
def test_only_benches_that_compare_need_other_engines(start: ModuleType, words: list[str], extras: str) -> None:
    assert start.extras_for(words[0], words[1:]) == extras


def test_interrupted_set_up_begins_anew(start: ModuleType) -> None:
    set_up(start)
    start.STAMP.write_text(start.python_key(), encoding="utf-8")
    assert not start.is_ready("")
    assert start.stamped() == ["", "", ""]


def test_vanished_python_begins_anew(start: ModuleType) -> None:
    set_up(start)
    start.PYTHON.unlink()
    assert not start.is_ready("")


def test_other_environments_do_not_mislead(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    monkeypatch.setenv("PIP_USER", "1")
    monkeypatch.setenv("VIRTUAL_ENV", "elsewhere")
    environment = start.environment()
    assert "PYTHONPATH" not in environment
    assert "PIP_USER" not in environment
    assert environment["VIRTUAL_ENV"] == str(start.VENV)
    assert environment["PATH"].startswith(str(start.BIN))


def python_without_ensurepip(folder: Path, *, with_pip: bool) -> str:
    """Make a command that behaves like Debian's Python without its package for virtual environments."""
    path = folder / "python-of-debian"
    refused = "" if with_pip else '"-m pip "*) exit 1 ;;'
    path.write_text(
        f"""#!/bin/sh
case "$*" in
    {refused}
    *--without-pip*|*--version*) exec "{sys.executable}" "$@" ;;
    *) echo "ensurepip is not available"; exit 1 ;;
esac
""",
        encoding="utf-8",
    )
    path.chmod(0o755)
    return str(path)


@pytest.mark.skipif(importlib.util.find_spec("pip") is None, reason="the Python that runs the tests has no pip to lend")
def test_pip_of_the_system_is_borrowed_where_the_venv_has_none(start: ModuleType, tmp_path: Path) -> None:
    base = python_without_ensurepip(tmp_path, with_pip=True)
    assert start.make_venv(base) == [base, "-m", "pip", "--python", str(start.PYTHON)]
    assert start.PYTHON.exists()


def test_missing_pip_is_said_with_the_command_that_brings_it(
    start: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    base = python_without_ensurepip(tmp_path, with_pip=False)
    # A machine without apt-get: nothing may be installed from here.
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SystemExit, match="sudo apt-get install python3-venv"):
        start.make_venv(base)


def test_signals_reach_the_application_itself(start: ModuleType, checkout: Path) -> None:
    set_up(start)
    libraries = Path(sysconfig.get_path("purelib", vars={"base": str(start.VENV), "platbase": str(start.VENV)}))
    application = libraries / "rumah_inovasi"
    application.mkdir()
    (application / "__main__.py").write_text("import os, sys\nprint(os.getpid(), *sys.argv[1:])\n", encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, str(checkout / "start.py"), "search", "posyandu"],
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        said, _ = process.communicate()
    assert said.split() == [str(process.pid), "search", "posyandu"]
