"""Own synonyms: present in every search of every process as soon as they are committed, and never before."""

import pytest

from rumah_inovasi import public_version
from rumah_inovasi.accounts.actor import SYSTEM
from rumah_inovasi.app import create_app
from rumah_inovasi.house import House
from rumah_inovasi.insight import synonym_actions
from rumah_inovasi.insight.synonym_rules import found_by
from rumah_inovasi.search import own_synonyms
from rumah_inovasi.search.language.synonyms import Kind, Synonyms, compared, shipped_groups
from tests.factories import put, write_up
from tests.fixtures import START as NOW
from tests.indexing import settle
from tests.learning.samples import held, workshop
from tests.pages import PageClient


def add(house: House, *forms: str, is_one_way: bool = False, in_capitals: bool = False) -> int:
    with house.database.write() as session:
        made = synonym_actions.add(
            session,
            SYSTEM,
            Kind.SYNONYM,
            list(forms),
            is_one_way=is_one_way,
            in_capitals=in_capitals,
            now=NOW,
        )
        return made.id


def remove(house: House, number: int) -> None:
    with house.database.write() as session:
        synonym_actions.remove(session, SYSTEM, number, now=NOW)


def present(house: House) -> Synonyms:
    with house.database.read() as session:
        return own_synonyms.present(session)


@pytest.fixture
def stocked(house: House) -> House:
    """A house with write-ups and a workshop about waiting."""
    put(house, write_up("Antrean Ringkas"), name="a.md")
    put(house, write_up("Bank Sampah", summary="Sampah ditukar.", body="Warga menabung.\n"), name="b.md")
    held(house, workshop("Forum Antrean", summary="Antrean.", body="Antrean."))
    settle(house)
    return house


def totals(client: PageClient, words: str) -> tuple[int, bool, bool]:
    """How many write-ups the API finds, and whether page of results and list of workshops know the workshop."""
    page = client.get(f"/cari?q={words}")
    is_beside = "Forum Antrean" in page.text
    is_listed = "Forum Antrean" in client.get(f"/pelatihan?q={words}").text
    return client.get(f"/cari.json?q={words}").json["total"], is_beside, is_listed


def test_pair_is_effective_at_once_everywhere_and_in_every_process(stocked: House) -> None:
    first, second = (PageClient(create_app(stocked).test_client()) for _ in range(2))
    for client in (first, second):
        assert totals(client, "ngenteni") == (0, False, False)
    number = add(stocked, "ngenteni", "antrean")
    for client in (first, second):
        assert totals(client, "ngenteni") == (1, True, True)
        assert client.get("/cari?q=ngenteni").links.count("/inovasi/1-antrean-ringkas") == 1
    remove(stocked, number)
    for client in (first, second):
        assert totals(client, "ngenteni") == (0, False, False)


def test_misspelt_own_word_is_corrected(stocked: House, client: PageClient) -> None:
    add(stocked, "ngenteniyok", "antrean")
    assert "Maksud Anda: ngenteniyok" in client.get("/cari?q=ngentenniyok").text


def test_one_way_is_no_way_back(stocked: House, client: PageClient) -> None:
    add(stocked, "limbah", "sampah", is_one_way=True)
    assert client.get("/cari.json?q=limbah").json["total"] == 1
    assert found_by("sampah", present(stocked)) == found_by("sampah", Synonyms.shipped())


def test_in_capitals_leads_on_only_so(stocked: House, client: PageClient) -> None:
    add(stocked, "RAPI", "antrean", in_capitals=True)
    assert client.get("/cari.json?q=RAPI").json["total"] == 1
    assert client.get("/cari.json?q=rapi").json["total"] == 0


def test_shipped_groups_stay_beside_own_ones(house: House) -> None:
    add(house, "ngenteni", "antrean")
    both = present(house)
    assert found_by("kk", both) == {("kartu", "keluarga")}
    assert found_by("ngenteni", both) == {("antrean",)}


def test_what_words_mean_is_built_once_for_each_state(house: House) -> None:
    assert present(house) is Synonyms.shipped()
    add(house, "ngenteni", "antrean")
    built = present(house)
    assert built is present(house)
    with house.database.write() as session:
        public_version.raise_(session)  # something else became public
    assert present(house) is built


def break_off(house: House) -> None:
    """Add a group in a transaction that comes to nothing."""
    with house.database.write() as session:
        forms = ["ngenteni", "antrean"]
        synonym_actions.add(session, SYSTEM, Kind.SYNONYM, forms, is_one_way=False, in_capitals=False, now=NOW)
        assert found_by("ngenteni", present(house)) == set()
        raise ZeroDivisionError


def test_what_is_not_committed_is_nobody_elses(any_house: House) -> None:
    with pytest.raises(ZeroDivisionError):
        break_off(any_house)
    assert found_by("ngenteni", present(any_house)) == set()
    add(any_house, "ngenteni", "loket")
    assert found_by("ngenteni", present(any_house)) == {("loket",)}


def test_older_state_is_not_what_later_ones_are_given(any_house: House) -> None:
    with any_house.database.read() as early:
        assert found_by("ngenteni", own_synonyms.present(early)) == set()
        add(any_house, "ngenteni", "antrean")
        assert found_by("ngenteni", present(any_house)) == {("antrean",)}
        assert found_by("ngenteni", own_synonyms.present(early)) == set()
    assert found_by("ngenteni", present(any_house)) == {("antrean",)}


def test_database_that_was_put_in_its_place_has_its_own_words(house: House) -> None:
    place = house.database.place
    with house.database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    copy = place.with_suffix(".salinan")
    copy.write_bytes(place.read_bytes())
    add(house, "ngenteni", "antrean")
    assert found_by("ngenteni", present(house)) == {("antrean",)}
    house.database.close()
    place.with_suffix(f"{place.suffix}-wal").unlink(missing_ok=True)
    copy.replace(place)
    add(house, "ngenteni", "loket")  # as many public changes as in the other one
    assert found_by("ngenteni", present(house)) == {("loket",)}


def test_effects_tell_what_the_search_does() -> None:
    for group in shipped_groups():
        alone = Synonyms([group])
        for typed, found in group.effects():
            assert {compared(form) for form in found} <= found_by(typed.upper(), alone), typed
        leading = {typed for typed, _found in group.effects()}
        for form in set(group.forms) - leading:
            assert found_by(form.upper(), alone) == set(), form
