"""Files of a draft: whose they are, under which name, and when their bytes may go."""

from typing import Any

import pytest

from rumah_inovasi.catalogue import queries, reviewing, upload_actions
from rumah_inovasi.catalogue.model import Attachment, KeptFile
from rumah_inovasi.catalogue.proposal import Proposal
from rumah_inovasi.catalogue.upload_actions import MOST_FILES, Upload
from rumah_inovasi.errors import Conflict, Forbidden, Invalid, NotFound
from rumah_inovasi.files.kinds import Kind
from rumah_inovasi.files.store import StoredFile
from rumah_inovasi.house import House
from tests.catalogue.authors import Cast, attached, cast_of
from tests.drafting import changed, drafted, proposal, published, submit
from tests.people import Person


@pytest.fixture(name="cast")
def _cast(any_house: House) -> Cast:
    return cast_of(any_house)


def file(name: str = "alur.pdf", *, kind: Kind = Kind.PDF, key: str = "aa/bb/1", **more: Any) -> Upload:
    facts = {"caption": "Alur", "has_numbers": False, "is_harmless": False, **more}
    return Upload(name, StoredFile(key, "0" * 64, 3), kind, **facts)


def add(house: House, who: Person, number: int, upload: Upload) -> KeptFile:
    with house.database.write() as session:
        found = session.get_one(Proposal, number)
        return upload_actions.add(session, who.actor, found, upload, now=house.clock())


def remove(house: House, who: Person, number: int, name: str) -> str | None:
    with house.database.write() as session:
        found = session.get_one(Proposal, number)
        return upload_actions.remove(session, who.actor, found, name, now=house.clock())


def names(house: House, number: int) -> list[str]:
    return [item["nama"] for item in proposal(house, number).stored.get("berkas", [])]


def rows(house: House, number: int) -> dict[str, Attachment]:
    with house.database.read() as session:
        return queries.attachments(session, proposal(house, number).innovation_number)


def test_upload_is_closed_and_listed_with_its_caption_and_checksum(any_house: House, cast: Cast) -> None:
    number = drafted(any_house, cast.author, cast.unit)
    version = proposal(any_house, number).version
    row = add(any_house, cast.admin, number, file(caption="  Alur \n layanan ", has_numbers=True))
    assert (row.name, row.is_open, row.has_numbers, row.account_id) == ("alur.pdf", False, True, cast.admin.id)
    found = proposal(any_house, number)
    assert found.stored["berkas"] == [{"nama": "alur.pdf", "keterangan": "Alur layanan", "sha256": "0" * 64}]
    assert cast.admin.id in found.hands
    assert found.version == version  # a form that is open need not be disturbed


def test_name_is_the_only_one_of_the_write_up(any_house: House, cast: Cast) -> None:
    number = drafted(any_house, cast.author, cast.unit)
    for _ in range(3):
        add(any_house, cast.author, number, file())
    long = "a" * 80 + ".pdf"
    for _ in range(2):
        add(any_house, cast.author, number, file(long))
    assert names(any_house, number) == ["alur.pdf", "alur-2.pdf", "alur-3.pdf", long, "a" * 78 + "-2.pdf"]


def test_only_who_may_edit_touches_files_and_only_of_a_draft(any_house: House, cast: Cast) -> None:
    number = drafted(any_house, cast.author, cast.unit)
    add(any_house, cast.author, number, file())
    with pytest.raises(Forbidden):
        add(any_house, cast.stranger, number, file())
    with pytest.raises(Forbidden):
        remove(any_house, cast.stranger, number, "alur.pdf")
    submit(any_house, cast.author, number)
    with pytest.raises(Conflict):
        add(any_house, cast.author, number, file())
    with pytest.raises(Conflict):
        remove(any_house, cast.author, number, "alur.pdf")
    assert names(any_house, number) == ["alur.pdf"]


@pytest.mark.parametrize("kind", [Kind.JPG, Kind.PNG, Kind.WEBP])
def test_picture_needs_somebody_who_vouches_for_it(any_house: House, cast: Cast, kind: Kind) -> None:
    number = drafted(any_house, cast.author, cast.unit)
    with pytest.raises(Invalid) as caught:
        add(any_house, cast.author, number, file(f"foto.{kind}", kind=kind))
    assert caught.value.field == "harmless"
    add(any_house, cast.author, number, file(f"foto.{kind}", kind=kind, is_harmless=True))


def test_files_are_not_too_many_and_captions_not_too_long(any_house: House, cast: Cast) -> None:
    number = drafted(any_house, cast.author, cast.unit)
    with pytest.raises(Invalid) as caught:
        add(any_house, cast.author, number, file(caption="a" * 301))
    assert caught.value.field == "caption"
    with any_house.database.write() as session:
        found = session.get_one(Proposal, number)
        found.stored = {**found.stored, "berkas": [{"nama": f"{n}.pdf"} for n in range(MOST_FILES)]}
    with pytest.raises(Invalid, match="Paling banyak"):
        add(any_house, cast.author, number, file())


def test_removed_file_of_a_draft_gives_its_bytes_back(any_house: House, cast: Cast) -> None:
    number = drafted(any_house, cast.author, cast.unit)
    add(any_house, cast.author, number, file(key="aa/bb/1"))
    assert remove(any_house, cast.author, number, "alur.pdf") == "aa/bb/1"
    assert names(any_house, number) == []
    assert rows(any_house, number) == {}
    with pytest.raises(NotFound):
        remove(any_house, cast.author, number, "alur.pdf")


def test_bytes_that_another_attachment_names_stay(any_house: House, cast: Cast) -> None:
    number = drafted(any_house, cast.author, cast.unit)
    add(any_house, cast.author, number, file(key="aa/bb/1"))
    add(any_house, cast.author, number, file(key="aa/bb/1"))
    assert remove(any_house, cast.author, number, "alur.pdf") is None
    assert remove(any_house, cast.author, number, "alur-2.pdf") == "aa/bb/1"


def test_file_of_a_published_revision_stays_with_it(any_house: House, cast: Cast) -> None:
    listed = [{"nama": "alur.pdf"}]
    made = published(any_house, cast.author, cast.admin, cast.unit)
    attached(any_house, made, "alur.pdf", is_open=False)
    with any_house.database.write() as session:
        revision = queries.history(session, made)[0]
        revision.stored = {**revision.stored, "berkas": listed}
    number = changed(any_house, cast.author, made)
    assert names(any_house, number) == ["alur.pdf"]
    assert remove(any_house, cast.author, number, "alur.pdf") is None
    assert list(rows(any_house, number)) == ["alur.pdf"]
    assert add(any_house, cast.author, number, file()).name == "alur-2.pdf"
    with any_house.database.write() as session:
        keys = reviewing.discard(session, cast.author.actor, session.get_one(Proposal, number), now=any_house.clock())
    assert keys == ["aa/bb/1"]
    with any_house.database.read() as session:
        assert list(queries.attachments(session, made)) == ["alur.pdf"]


def test_caption_is_changed_for_a_listed_file_alone(any_house: House, cast: Cast) -> None:
    number = drafted(any_house, cast.author, cast.unit)
    add(any_house, cast.author, number, file())
    with any_house.database.write() as session:
        found = session.get_one(Proposal, number)
        upload_actions.set_caption(session, cast.author.actor, found, "alur.pdf", "Baru", now=any_house.clock())
        with pytest.raises(NotFound):
            upload_actions.set_caption(session, cast.author.actor, found, "x.pdf", "Baru", now=any_house.clock())
    assert proposal(any_house, number).stored["berkas"][0]["keterangan"] == "Baru"
