"""The bench's own arithmetic, and that it runs."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from rumah_inovasi.house import House
from tests.bench import table, texts
from tests.bench.browser import FormReader
from tests.bench.figures import Merit, Rate, Spread, ratio, seconds, size
from tests.bench.machine import ROOT
from tests.factories import importer


def bench(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.bench", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_spread_of_values() -> None:
    assert Spread.of([3.0, 1.0, 8.0]) == Spread(3, 1.0, 3.0, 8.0)
    assert Spread.of([1.0, 2.0]).median == 1.5


def test_ratio_of_nothing_says_nothing() -> None:
    assert ratio(3.0, 2.0) == 1.5
    assert ratio(3.0, 0.0) is None


@pytest.mark.parametrize(("value", "text"), [(0.0004, "0 ms"), (0.25, "250 ms"), (1.0, "1.00 s"), (61.234, "61.23 s")])
def test_times_are_told(value: float, text: str) -> None:
    assert seconds(value) == text


@pytest.mark.parametrize(("value", "text"), [(999, "1.0 KB"), (18_500, "18.5 KB"), (2_340_000, "2.3 MB")])
def test_sizes_are_told(value: float, text: str) -> None:
    assert size(value) == text


def test_table_tells_each_figure_in_its_unit() -> None:
    found = {
        "bench": "write",
        "machine": {"python": "3.11.2", "libraries": {"Flask": "3.1.3"}},
        "results": {
            "starts": {"second": Spread(2, 0.9, 1.0, 1.1), "reason": None},
            "wire": {"home": {"html": 5_900, "files": 4}},
            "memory": {"requests": 1000, "bytes_after": {"relay": 52_800_000}, "all_after": 190_600_000},
            "house": {"mrr_10": Merit(0.73624), "stems": Rate(512_345.6)},
            "crowd": {"saves": 4000, "lasted": 60.0, "answer_ratio": ratio(3.0, 2.0)},
        },
    }
    text = table.written(found)
    assert "- libraries: Flask 3.1.3\n" in text
    assert "| second | 1.00 s (900 ms to 1.10 s, 2 times) |" in text
    assert "reason" not in text
    assert "| home, html | 5.9 KB |\n| home, files | 4 |" in text
    assert "| requests | 1000 |\n| bytes after, relay | 52.8 MB |\n| all after | 190.6 MB |" in text
    assert "| mrr 10 | 0.736 |\n| stems | 512,346 per second |" in text
    assert "| saves | 4000 |\n| lasted | 60.00 s |\n| answer ratio | 1.50 |" in text


def test_forms_are_read_as_a_browser_sends_them() -> None:
    reader = FormReader()
    reader.feed(
        '<input name="out"><form method="post" action="/a"><input name="t" value="1"><input type="checkbox" name="c">'
        '<input type="checkbox" name="d" value="x" checked><input type="submit" name="s"><button name="b">go</button>'
        "<textarea name=l>\nsatu &amp; dua</textarea><select name=e><option value=1><option value=2 selected></select>"
        '</form><form action="/a"></form>'
    )
    first, second = reader.forms
    assert first.fields == {"t": ["1"], "d": ["x"], "l": ["satu & dua"], "e": ["2"]}
    assert (first.is_post, second.is_post) == (True, False)


def test_made_up_write_ups_are_files_that_the_import_takes(house: House, tmp_path: Path) -> None:
    texts.write(tmp_path / "banyak", 5)
    reports = list(importer(house).run(tmp_path / "banyak"))
    assert [report.failed for report in reports] == [False] * 5


def test_unknown_bench_is_refused_with_the_names_of_those_that_exist() -> None:
    for words in (["terbang"], [], ["write", "--cepat"]):
        done = bench(*words)
        assert done.returncode == 2
        assert "Bench yang ada: relevance, search, web, write." in done.stderr


def test_bench_runs_and_programs_can_read_it() -> None:
    done = bench("write", "--tiny", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["bench"] == "write"
    assert found["results"]["crowd"]["error_pages"] == found["results"]["crowd"]["lost_texts"] == 0
    assert found["results"]["crowd"]["published"] > 0
    assert found["results"]["wire"]["home"]["all"] > found["results"]["wire"]["home"]["html"] > 1000
    assert {"supervisor", "master", "worker 1", "relay"} == set(found["results"]["memory"]["bytes_after"])
