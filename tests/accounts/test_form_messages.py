"""What WTForms says stands in Indonesian for every message it has, and in English where that was chosen."""

from pathlib import Path

import pytest
import wtforms
from babel.messages.pofile import read_po

from tests.catalogues import WTFORMS, words_of
from tests.pages import ORIGIN, PageClient

OFFERED = Path(wtforms.__file__).parent / "locale" / "wtforms.pot"


def test_every_message_has_its_indonesian() -> None:
    with OFFERED.open("rb") as file:
        offered = {str(message.id) for message in read_po(file) if message.id}
    ours = {str(message.id): message for message in words_of(WTFORMS) if message.id}
    assert len(offered) > 30
    assert offered - ours.keys() == set()
    assert [key for key, message in ours.items() if not message.string or message.fuzzy] == []
    assert not [error for message in ours.values() for error in message.check(words_of(WTFORMS))]


@pytest.mark.parametrize(("language", "said"), [("id", "Wajib diisi."), ("en", "This field is required.")])
def test_form_speaks_the_language_of_its_page(client: PageClient, language: str, said: str) -> None:
    client.post("/bahasa", {"bahasa": language}, headers=ORIGIN)
    answer = client.submit(client.get("/masuk"), {"email": "", "password": ""}, status=400)
    assert answer.text.count(said) == 4, "at each of two fields, and in the summary"


def test_counted_letters_are_told_in_indonesian(client: PageClient) -> None:
    answer = client.submit(client.get("/masuk"), {"email": "a" * 201, "password": "x"}, status=400)
    assert "Paling banyak 200 huruf." in answer.text
