"""What watching programs are told: able to serve or not, what should be looked at, and figures."""

from datetime import timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families

from rumah_inovasi import outbox
from rumah_inovasi.house import House
from rumah_inovasi.mail import letters
from tests.factories import put, write_up
from tests.indexing import settle
from tests.pages import PageClient


def figures(client: PageClient) -> dict[str, float]:
    answer = client.get("/metrics")
    assert answer.headers["Content-Type"].startswith("text/plain")
    families = text_string_to_metric_families(answer.body.decode())
    return {sample.name: sample.value for family in families for sample in family.samples}


def clear_outbox(house: House) -> None:
    with house.database.write() as session:
        outbox.done(session, [row.id for row in outbox.due(session, now=house.clock(), limit=None)])


def test_settled_house_is_ready(client: PageClient, house: House) -> None:
    put(house, write_up())
    settle(house)
    clear_outbox(house)
    said = client.get("/readyz").json
    assert said["status"] == "ok"
    assert said["index"]["status"] == "ready"
    assert said["index"]["documents"] == 1
    assert said["outbox"] == {"pending": 0, "failing": 0, "parked": 0, "oldest_seconds": 0}


def test_house_without_an_index_serves_and_says_so(client: PageClient) -> None:
    said = client.get("/readyz").json
    assert (said["status"], said["index"]["status"]) == ("degraded", "missing")
    assert client.get("/cari").text


def test_waiting_and_parked_changes_are_told(client: PageClient, house: House) -> None:
    put(house, write_up())
    settle(house)
    clear_outbox(house)
    with house.database.write() as session:
        outbox.record(session, outbox.INNOVATION, 1, now=house.clock())
    said = client.get("/readyz").json
    assert (said["status"], said["outbox"]["pending"]) == ("ok", 1)
    with house.database.write() as session:
        (row,) = outbox.due(session, now=house.clock(), limit=None)
        row.recorded_at = house.clock() - timedelta(minutes=5)
    said = client.get("/readyz").json
    assert said["status"] == "degraded"
    assert said["outbox"]["oldest_seconds"] >= 300
    with house.database.write() as session:
        (row,) = outbox.due(session, now=house.clock(), limit=None)
        row.recorded_at = house.clock()
        outbox.failed(session, [row.id], "Disk penuh.", now=house.clock())
    assert client.get("/readyz").json["status"] == "degraded"
    with house.database.write() as session:
        outbox.retry_failed(session)
        (row,) = outbox.due(session, now=house.clock(), limit=None)
        row.attempts = 0
        row.parked_at = house.clock()
    said = client.get("/readyz").json
    assert (said["status"], said["outbox"]["pending"], said["outbox"]["parked"]) == ("degraded", 0, 1)


def test_figures_agree_with_the_house(client: PageClient, house: House) -> None:
    put(house, write_up())
    before = figures(client)
    assert before["rumah_inovasi_write_ups"] == 1
    assert before["rumah_inovasi_index_ready"] == 0
    assert before["rumah_inovasi_outbox_pending"] >= 1
    settle(house)
    after = figures(client)
    assert after["rumah_inovasi_index_ready"] == 1
    assert after["rumah_inovasi_index_documents"] == 1
    assert after["process_resident_memory_bytes"] > 0


def test_letters_that_wait_are_told_and_do_not_make_the_site_worse(client: PageClient, house: House) -> None:
    settle(house)
    clear_outbox(house)
    with house.database.write() as session:
        letters.send(session, "a@b.id", "Satu", "Isi.", now=house.clock() - timedelta(minutes=5))
        letters.send(session, "a@b.id", "Dua", "Isi.", now=house.clock()).parked_at = house.clock()
    said = client.get("/readyz").json
    assert said["status"] == "ok"
    assert said["mail"].pop("oldest_seconds") >= 300
    assert said["mail"] == {"pending": 1, "failing": 0, "parked": 1}
    found = figures(client)
    assert (found["rumah_inovasi_mail_pending"], found["rumah_inovasi_mail_parked"]) == (1, 1)
    assert found["rumah_inovasi_mail_oldest_seconds"] >= 300


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_health_is_never_kept(client: PageClient, path: str) -> None:
    assert client.get(path).headers["Cache-Control"] == "no-store"
