"""Claims for tests, as they stand in files."""

from rumah_inovasi.replication import claim as claims_of
from rumah_inovasi.replication.claim import Claim
from rumah_inovasi.schema import Problem, Value
from tests.catalogue.facts import vocabulary

SOURCE = "https://contoh.go.id/berita"
APPLIED: dict[str, Value] = {"tahap": "diterapkan", "bukti": "dokumen"}


def parse(*raw: dict[str, Value]) -> tuple[tuple[Claim, ...], list[str]]:
    """Read claims; problems as `path: message`."""
    problems: list[Problem] = []
    found = claims_of.parse({claims_of.KEY: list(raw)}, problems, vocabulary())
    return found, [f"{'.'.join(map(str, problem.path))}: {problem}" for problem in problems]


def claim(**values: Value) -> Claim:
    """One valid claim: applied, on a document, unless said otherwise."""
    found, problems = parse(APPLIED | values)
    assert problems == []
    return found[0]
