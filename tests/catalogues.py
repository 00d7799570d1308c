"""The catalogue of English texts, brought up to date with the sources: ``python -m tests.catalogues``.

Sources speak Indonesian. What is found in them here is what people see: sentences given to gettext's functions, to the
errors of the domain, and to ``abort``. A sentence has to stand whole in such a call; one that is put together or comes
out of a variable is not found, and stays Indonesian.
"""

import ast
import io
import re
from collections.abc import Sequence
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "rumah_inovasi"
FOLDER = PACKAGE / "translations"
PO = FOLDER / "en" / "LC_MESSAGES" / "messages.po"
MO = PO.with_suffix(".mo")
CLICK = FOLDER / "click" / "id" / "LC_MESSAGES" / "click.po"
WTFORMS = FOLDER / "wtforms" / "id" / "LC_MESSAGES" / "wtforms.po"
# Which argument is the sentence, where it is not the first.
PLACES = {"abort": (2,), "Problem": (2,), "Pattern": (2,)}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%")


def extracted() -> Catalog:
    """Return all texts for people that stand in the sources, with the files they stand in."""
    catalog = Catalog()
    configuration = io.StringIO((FOLDER / "babel.cfg").read_text("utf-8"))
    methods, options = parse_mapping_cfg(configuration)  # type: ignore[no-untyped-call]  # Babel has not typed it
    keywords = {**DEFAULT_KEYWORDS, **dict.fromkeys(("lazy_gettext", "Bad", *error_names())), **PLACES}
    for file, _line, message, _comments, context in extract_from_dir(ROOT, methods, options, keywords):
        catalog.add(message, locations=[(Path(file).as_posix(), 0)], context=context)
    return catalog


def error_names() -> set[str]:
    """Return the names of all errors of the domain: of `DomainError` and whatever descends from it."""
    trees = (ast.parse(path.read_text("utf-8")) for path in PACKAGE.rglob("*.py"))
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    names = {"DomainError"}
    while more := {node.name for node in classes if names & {ast.unparse(base) for base in node.bases}} - names:
        names |= more
    return names


def english() -> Catalog:
    """Return the English catalogue as it is stored for people."""
    with PO.open("rb") as file:
        return read_po(file, locale="en")


def compiled(catalog: Catalog) -> bytes:
    """Return a catalogue in the form that programs read."""
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def refresh() -> list[str]:
    """Bring ``en.po`` and its compiled form up to date; return the texts that wait for their translation."""
    catalog = english()
    catalog.update(extracted(), no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    with PO.open("wb") as file:
        write_po(file, catalog, width=0, sort_by_file=True, include_lineno=False)
    MO.write_bytes(compiled(catalog))
    for library in (CLICK, WTFORMS):
        library.with_suffix(".mo").write_bytes(compiled(words_of(library)))
    return [str(message.id) for message in catalog if message.id and not all(forms(message.string))]


def words_of(library: Path) -> Catalog:
    """Return what a library says, in Indonesian, as it stands in its file."""
    with library.open("rb") as file:
        return read_po(file, locale="id")


def forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    """Return the forms of a text: one, or one for each number; an untranslated one has an empty form."""
    return (text or "",) if isinstance(text, str | None) else tuple(text)


if __name__ == "__main__":
    for text in refresh():
        print(f"{PO.relative_to(ROOT)}: {text}")  # noqa: T201 - the answer of the command
