"""A writer that is killed leaves the old index or the new one, whenever it dies, and nothing in the way of the next."""

import json
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize("task", ["change", "rebuild"])
def test_killed_writers_leave_the_old_state_or_the_new_one(task: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.search.engine.children", task, str(tmp_path)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    told = [json.loads(line) for line in ended.stdout.splitlines()]
    held = [each["held"] for each in told]
    assert set(held) == {"old", "new"}
    assert held == sorted(held, reverse=True)
    assert [each["was_killed"] for each in told] == [True] * (len(told) - 1) + [False]
    assert len(told) > 10
    assert all(each["next"] == ["current", "generation", "lock"] for each in told)
