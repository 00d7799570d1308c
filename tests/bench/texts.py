"""The made-up write-ups of `corpus` as files that the import takes."""

from pathlib import Path

from rumah_inovasi.search.port import SearchDocument
from tests.bench.corpus import documents
from tests.factories import write_up

SECTIONS = ("Latar belakang", "Solusi", "Hasil")
UNITS = 400


def write(folder: Path, count: int) -> None:
    """Put so many files into a folder."""
    folder.mkdir()
    for document in documents(count):
        (folder / f"{document.number}.md").write_text(_text(document), "utf-8")


def _text(document: SearchDocument) -> str:
    """One write-up as a file; its sentences are dealt out to the sections."""
    said = document.texts
    sentences = said["body"].removesuffix(".").split(". ")
    size = -(-len(sentences) // len(SECTIONS))
    parts = (sentences[start : start + size] for start in range(0, len(sentences), size))
    (region,) = document.facets["wilayah"]
    return write_up(
        said["title"],
        body="\n".join(f"## {title}\n\n{'. '.join(part)}.\n" for title, part in zip(SECTIONS, parts, strict=True)),
        extra=f"tag: [{', '.join(document.facets['tag'])}]\n",
        region=region,
        unit=f"Puskesmas Bangku Ukur {document.number % UNITS}",
        summary=said["summary"],
    )
