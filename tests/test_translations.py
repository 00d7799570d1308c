"""Every text for people has its English, with the same places to fill, and programs read the same as people do."""

import io
from functools import cache

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo

from rumah_inovasi.catalogue import comparison, labels
from rumah_inovasi.catalogue.metadata import METADATA_KEYS
from tests import catalogues
from tests.catalogues import PLACEHOLDER, forms


def by_key(catalog: Catalog) -> dict[tuple[str, str | None], Message]:
    """Return the messages of a catalogue by their first form and their context."""
    return {(forms(message.id)[0], message.context): message for message in catalog if message.id}


@cache
def extracted() -> Catalog:
    return catalogues.extracted()


@cache
def english() -> Catalog:
    return catalogues.english()


def test_every_text_has_its_english_and_none_is_left_over() -> None:
    wanted, held = by_key(extracted()), by_key(english())
    assert len(wanted) > 400
    assert {"missing": wanted.keys() - held.keys(), "left over": held.keys() - wanted.keys()} == {
        "missing": set(),
        "left over": set(),
    }, "run python -m tests.catalogues, then translate what it names"
    assert [key for key, message in held.items() if not all(forms(message.string))] == []
    assert [key for key, message in held.items() if message.fuzzy] == []
    assert not english().obsolete


def test_translations_keep_the_placeholders() -> None:
    broken = [
        text
        for message in english()
        for text in forms(message.string)
        if message.id and sorted(PLACEHOLDER.findall(text)) != sorted(PLACEHOLDER.findall(forms(message.id)[0]))
    ]
    assert broken == []
    assert [error for _message, errors in english().check() for error in errors] == []


def test_counted_things_have_a_singular_and_a_plural() -> None:
    counted = [message for message in english() if message.pluralizable]
    assert len(counted) > 5
    assert [message.id for message in counted if len(set(forms(message.string))) != 2] == []


def test_compiled_catalogue_holds_what_the_readable_one_says() -> None:
    stored, fresh = (
        {key: forms(message.string) for key, message in by_key(read_mo(io.BytesIO(data))).items()}
        for data in (catalogues.MO.read_bytes(), catalogues.compiled(english()))
    )
    assert stored == fresh, "run python -m tests.catalogues"


def test_compiled_words_of_the_command_line_hold_what_the_readable_ones_say() -> None:
    stored, fresh = (
        {key: forms(message.string) for key, message in by_key(read_mo(io.BytesIO(data))).items()}
        for data in (
            catalogues.CLICK.with_suffix(".mo").read_bytes(),
            catalogues.compiled(catalogues.words_of(catalogues.CLICK)),
        )
    )
    assert stored == fresh, "run python -m tests.catalogues"
    assert all(all(texts) for texts in fresh.values())


def test_every_error_of_the_domain_is_searched_for_texts() -> None:
    assert {"NotFound", "Invalid", "FileRefused", "TextTooLong"} <= catalogues.error_names()
    assert ("Wilayah ini tidak ada.", None) in by_key(extracted())


def test_every_field_has_a_label() -> None:
    assert list(labels.FIELDS) == [*METADATA_KEYS, comparison.BODY]
