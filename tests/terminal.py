"""The commands as people type them, over the house of a test."""

import os
import subprocess
import sys

import pytest
from click.testing import CliRunner, Result

from rumah_inovasi.cli import main
from rumah_inovasi.house import House


def enter(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let commands find this house, and no settings of whoever runs the tests."""
    for name in [name for name in os.environ if name.startswith("RUMAH_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("RUMAH_DATA_DIR", str(house.settings.data_dir))
    monkeypatch.setenv("RUMAH_CONTENT_DIR", str(house.settings.content_dir))
    monkeypatch.setenv("RUMAH_INDEX_DIR", str(house.settings.index_dir))
    monkeypatch.setenv("RUMAH_DATABASE_URL", house.settings.sqlalchemy_url)


def run(*arguments: str, code: int = 0, typed: str | bytes | None = None) -> Result:
    """Run a command; its exit code has to be `code`."""
    result = CliRunner().invoke(main, arguments, input=typed)
    assert result.exit_code == code, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def process(*arguments: str, code: int = 0, most_bytes: int | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own, where files may grow to `most_bytes`, as on a disk that is full."""
    limit = f"ulimit -f {most_bytes // 512}; " if most_bytes else ""
    asked = ["sh", "-c", f'{limit}exec "$@"', "sh", sys.executable, "-m", "rumah_inovasi", *arguments]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stderr
    return done
