"""Engines side by side in one run: each question goes to every engine in turn, and processor time is what counts."""

import json
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from rumah_inovasi.search.grammar import parse
from rumah_inovasi.search.port import SearchDocument, SearchQuery
from rumah_inovasi.search.whoosh_engine.engine import WhooshEngine
from tests.bench.corpus import documents, words
from tests.bench.figures import Ratio, Spread, ratio
from tests.bench.search.peers import PEERS, Ours
from tests.bench.search.questions import Question, questions
from tests.search.hostile import HOSTILE, random_queries

PASSES = 3  # over all questions, after one that warms up; the quickest answer of each counts
SAVES = 10
RANDOM_QUERIES = 10_000
TAKEN_FROM = 200  # texts that phrases are taken from
COMPARED = 15_000  # documents up to which every answer is compared with Whoosh's own; beyond, Whoosh takes hours
Times = dict[str, dict[str, list[float]]]


ENGINES = tuple(PEERS)


def steps(names: Sequence[str], count: int) -> list[str]:
    """What is done at one size, in order."""
    compared = ["compare"] if count <= COMPARED else []
    return [*(f"build {name}" for name in names), "ask", *compared, "hostile questions", "first questions", "changes"]


def measure(count: int, folder: Path, names: Sequence[str], say: Callable[[str], None]) -> dict[str, Any]:
    """Build, ask, compare and change at one size; ours is always among the engines."""
    texts = list(documents(count))
    peers = {name: PEERS[name](folder) for name in names}
    ours = peers["ours"]
    assert isinstance(ours, Ours)
    built = {}
    for name, peer in peers.items():
        say(f"build {name}")
        built[name] = _timed(partial(peer.build, texts))
        peer.open()
    asked = questions([text.texts["body"] for text in texts[:TAKEN_FROM]])
    say("ask")
    times, totals = _ask(peers, asked)
    found: dict[str, Any] = {
        "ours_ms_of_processor_time": {kind: _ms(values) for kind, values in times["ours"].items()},
        "times_as_fast": {name: _ratios(times[name], times["ours"]) for name in names if name != "ours"},
        "same_totals_as_whoosh": f"{_agreeing(totals, 'whoosh')}",
    }
    if count <= COMPARED:
        say("compare")
        found["same_as_reference"] = _compared(ours, folder, asked)
    say("hostile questions")
    found["hostile_questions"] = _hostile(ours)
    say("first questions")
    found["first_page_in_a_fresh_process"] = _first(folder, names, asked)
    say("changes")
    found["saved_until_found"] = _saves({name: peers[name] for name in ("ours", "whoosh") if name in peers}, texts)
    found["build"] = {name: Spread.of([seconds]) for name, seconds in built.items()}
    found["bytes_on_disk"] = {name: _size(folder, name) for name in names}
    return found


def _ask(peers: Mapping[str, Any], asked: Sequence[Question]) -> tuple[Times, Mapping[str, list[int | None]]]:
    """Processor time of every answer, by engine and kind; and how many documents each found."""
    totals = {name: [peer.ask(question) for question in asked] for name, peer in peers.items()}  # warms up as well
    best: dict[tuple[str, int], float] = {}
    for _ in range(PASSES):
        for place, question in enumerate(asked):
            for name, peer in peers.items():
                if totals[name][place] is not None:
                    begun = time.process_time()
                    peer.ask(question)
                    spent = time.process_time() - begun
                    best[name, place] = min(spent, best.get((name, place), spent))
    times: Times = {name: defaultdict(list) for name in peers}
    for (name, place), spent in best.items():
        times[name][asked[place].kind].append(spent)
    return times, totals


def _ratios(theirs: Mapping[str, Sequence[float]], ours: Mapping[str, Sequence[float]]) -> dict[str, Any]:
    by_kind = {kind: ratio(sum(theirs[kind]), sum(ours[kind])) for kind in ours if theirs.get(kind)}
    known = [each for each in by_kind.values() if each is not None]
    return {**by_kind, "median_of_kinds": Ratio(statistics.median(known)) if known else None}


def _ms(values: Sequence[float]) -> str:
    return f"{statistics.mean(values) * 1000:.2f}"


def _agreeing(totals: Mapping[str, Sequence[int | None]], name: str) -> str:
    """On how many plain questions both find as many documents; ours also finds other forms of a word."""
    pairs = [(a, b) for a, b in zip(totals["ours"], totals.get(name, ()), strict=False) if b is not None]
    return (
        f"{sum(a == b for a, b in pairs)} of {len(pairs)}, at least as many in {sum((a or 0) >= b for a, b in pairs)}"
    )


def _compared(ours: Ours, folder: Path, asked: Sequence[Question]) -> str:
    """How many whole answers are the same as those of Whoosh's exhaustive ranking by our formula."""
    reference = WhooshEngine(folder / "ours", with_arrays=False)
    same = sum(ours.engine.find(ours.query(each)) == reference.find(ours.query(each)) for each in asked)
    reference.close()
    return f"{same} of {len(asked)}"


def _first(folder: Path, names: Sequence[str], asked: Sequence[Question]) -> dict[str, Any]:
    """What opening and the first page cost in a process of its own, and its memory after all questions."""
    page = [place for place, question in enumerate(asked) if question.is_page][:6]
    found: dict[str, Any] = defaultdict(dict)
    for name in names:
        if name == "bm25s":
            continue
        told = [_fresh(folder, name, place) for place in page]
        found["ms"][name] = f"{statistics.median(each['first'] for each in told) * 1000:.1f}"
        found["bytes_of_memory_after_all_questions"][name] = int(statistics.median(each["memory"] for each in told))
    ours = float(found["ms"]["ours"])
    found["times_as_fast"] = {name: ratio(float(ms), ours) for name, ms in found["ms"].items() if name != "ours"}
    return found


def _fresh(folder: Path, name: str, place: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.bench.search.fresh", str(folder), name, str(place)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _saves(peers: Mapping[str, Any], texts: Sequence[SearchDocument]) -> dict[str, Any]:
    """From a change to the answer that has it, in turn."""
    times: dict[str, list[float]] = {name: [] for name in peers}
    for number in range(1, SAVES + 1):
        for name, peer in peers.items():
            word = f"baru{number}"
            known = texts[number]
            changed = SearchDocument(
                known.number,
                {**known.texts, "body": f"{known.texts['body']} {word}"},
                known.facets,
                known.title_key,
                known.updated,
                known.applied_in,
            )
            times[name].append(_timed(partial(peer.change, changed)))
            assert peer.ask(Question("common", (word,))) == 1
    spreads: dict[str, Any] = {name: Spread.of(values) for name, values in times.items()}
    if "whoosh" in spreads:
        spreads["ours_to_whoosh"] = ratio(spreads["ours"].median, spreads["whoosh"].median)
    return spreads


def _hostile(ours: Ours) -> dict[str, Any]:
    """The slowest of all hostile questions, and of many random ones."""
    every = [*HOSTILE, *random_queries(RANDOM_QUERIES, words()[:3_000:7])]
    slowest = max(_spent(partial(ours.engine.find, SearchQuery(parse(typed).clauses, size=10))) for typed in every)
    return {"asked": len(every), "slowest": slowest}


def _spent(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _size(folder: Path, name: str) -> int:
    return sum(path.stat().st_size for path in folder.glob(f"{name}*") if path.is_file()) + sum(
        path.stat().st_size for path in (folder / name).rglob("*") if path.is_file()
    )
