"""A process that has just begun: `python -m tests.bench.search.fresh FOLDER ENGINE PLACE` asks one page, then all."""

import json
import sys
import time
from pathlib import Path

from rumah_inovasi.search.language import loading
from tests.bench.corpus import documents
from tests.bench.search.measuring import TAKEN_FROM
from tests.bench.search.peers import PEERS
from tests.bench.search.questions import questions

KILO = 1024


def main(folder: Path, name: str, place: int) -> None:
    """Tell what opening and one question cost, and what the process holds after all of them."""
    asked = questions([text.texts["body"] for text in documents(TAKEN_FROM)])
    peer = PEERS[name](folder)
    loading.load()  # as the supervisor does before it forks the processes that answer
    before = _memory()
    begun = time.process_time()
    peer.open()
    peer.ask(asked[place])
    first = time.process_time() - begun
    for question in asked:
        peer.ask(question)
    sys.stdout.write(json.dumps({"first": first, "memory": _memory() - before}))


def _memory() -> int:
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) * KILO for line in lines if line.startswith("Rss:"))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
