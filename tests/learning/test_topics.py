"""Write-ups that a workshop names: only published ones, shown with their titles to those who write and review."""

import pytest
from flask import Flask

from rumah_inovasi.accounts.actor import SYSTEM
from rumah_inovasi.catalogue import actions, queries
from rumah_inovasi.errors import Invalid
from rumah_inovasi.house import House
from tests.drafting import drafted, proposal
from tests.factories import put, write_up
from tests.learning.training import Crew, approve, crew_of, plan_of, planned, submit
from tests.pages import Answer, PageClient
from tests.people import signed_in

MISSING = "Tulisan nomor {} belum terbit atau tidak ada."
COFFEE = "1 · Kopi Pahit"


@pytest.fixture
def crew(house: House) -> Crew:
    put(house, write_up("Kopi Pahit"))
    put(house, write_up("Teh Manis"), name="dua.md")
    return crew_of(house)


@pytest.fixture
def trainer(app: Flask, house: House, crew: Crew) -> PageClient:
    return signed_in(app, house, crew.trainer)


def url(number: int, end: str = "") -> str:
    return f"/ruang-kerja/pelatihan/usulan/{number}{end}"


def withdraw(house: House, number: int) -> None:
    with house.database.write() as session:
        found = queries.innovation(session, number)
        actions.withdraw(session, SYSTEM, found, "Berhenti.", on=house.clock().date(), now=house.clock())


def wrong(page: Answer) -> list[str]:
    """What the field says."""
    return ["".join(node.itertext()) for node in page.tree.all("p") if node.get("id", "").startswith("f-inovasi-salah")]


def test_numbers_that_no_published_write_up_has_are_named_and_not_submitted(
    house: House, crew: Crew, trainer: PageClient
) -> None:
    draft = proposal(house, drafted(house, crew.author, crew.unit)).innovation_number
    withdraw(house, 2)
    number = planned(house, crew.trainer, crew.unit, inovasi=["9999", "1", str(draft), "2"])
    said = MISSING.format(f"9999, {draft}, 2")
    assert said in wrong(trainer.get(url(number, "/sunting")))[0]
    assert f"Inovasi yang dibahas: {said}" in trainer.get(url(number)).text
    assert "masih salah tidak ditampilkan" in trainer.get(url(number, "/pratinjau")).text
    with pytest.raises(Invalid, match="Tulisan nomor 9999"):
        submit(house, crew.trainer, number)
    assert plan_of(house, number).state == "draft"


def test_titles_stand_beside_the_numbers_for_author_and_reviewer(
    app: Flask, house: House, crew: Crew, trainer: PageClient
) -> None:
    number = planned(house, crew.trainer, crew.unit, inovasi=["2", "1"])
    form = trainer.get(url(number, "/sunting"))
    assert form.text.index("2 · Teh Manis") < form.text.index(COFFEE)
    assert wrong(form) == []
    submit(house, crew.trainer, number)
    page = signed_in(app, house, crew.admin).get(url(number))
    assert {"/inovasi/2-teh-manis", "/inovasi/1-kopi-pahit"} <= set(page.links)
    assert COFFEE in page.text


def test_what_was_withdrawn_meanwhile_is_not_linked(house: House, crew: Crew) -> None:
    number = planned(house, crew.trainer, crew.unit, inovasi=["1"])
    submit(house, crew.trainer, number)
    withdraw(house, 1)
    with pytest.raises(Invalid, match="Tulisan nomor 1 "):
        approve(house, crew.admin.actor, number)


def test_pasted_addresses_are_understood_as_numbers(house: House, crew: Crew, trainer: PageClient) -> None:
    number = planned(house, crew.trainer, crew.unit)
    typed = "http://localhost/inovasi/1-kopi-pahit, /inovasi/2"
    address = url(number, "/sunting")
    trainer.submit(trainer.get(address), {"inovasi": typed}, to=address)
    assert plan_of(house, number).stored["inovasi"] == ["1", "2"]
    assert COFFEE in trainer.get(address).text


def test_write_ups_take_addresses_too(app: Flask, house: House, crew: Crew) -> None:
    number = drafted(house, crew.author, crew.unit)
    address, client = f"/ruang-kerja/usulan/{number}/sunting", signed_in(app, house, crew.author)
    client.submit(client.get(address), {"terkait": "/inovasi/1-kopi-pahit", "seri": "/inovasi/2"}, to=address)
    stored = proposal(house, number).stored
    assert (stored["terkait"], stored["seri"]) == (["1"], ["2"])


@pytest.mark.parametrize("typed", [["x"], ["0"], ["1234567890123"], [str(n) for n in range(3, 400)], ["1", "1"]])
def test_what_is_no_number_is_told_without_harm(
    house: House, crew: Crew, trainer: PageClient, typed: list[str]
) -> None:
    number = planned(house, crew.trainer, crew.unit, inovasi=typed)
    assert wrong(trainer.get(url(number, "/sunting")))
    trainer.get(url(number))
