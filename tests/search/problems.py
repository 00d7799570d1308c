"""Problems as people tell them, and which write-ups of the starter content answer each: `problems.txt`."""

from pathlib import Path

FILE = Path(__file__).with_name("problems.txt")


def _read() -> list[tuple[str, set[int]]]:
    lines = [line for line in FILE.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    pairs = [line.partition(": ") for line in lines]
    return [(text, set(map(int, numbers.split()))) for numbers, _sign, text in pairs]


PROBLEMS = _read()
