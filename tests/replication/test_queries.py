"""What can be seen of replications: by origin, by adopter, counted, and only of what is published."""

from datetime import date

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from rumah_inovasi.accounts.actor import SYSTEM
from rumah_inovasi.catalogue import actions as catalogue_actions
from rumah_inovasi.catalogue.model import Innovation, State
from rumah_inovasi.house import House
from rumah_inovasi.organisations import actions as organisation_actions
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.replication import actions, queries
from rumah_inovasi.replication.claim import Claim
from tests.catalogue.facts import metadata
from tests.catalogue.publishing import publish
from tests.replication.claims import claim


def fill(house: House, session: Session) -> None:
    """Number 1 of Sidoarjo with adopters of every sort, number 2 of Surabaya taken up by Sidoarjo."""
    adopter = organisation_actions.create(session, SYSTEM, "35.05", "RSUD Contoh", "opd-kab", now=house.clock())
    stated: list[list[Claim]] = [
        [
            claim(wilayah="35.05", unit=adopter.name),
            claim(wilayah="35.05"),
            claim(wilayah="35.06", tahap="kunjungan"),
            claim(wilayah="35.07", tahap="berhenti"),
            claim(wilayah="35.15", unit="Puskesmas lain"),
            claim(wilayah="35"),
            claim(penerima="19 daerah", jumlah="19"),
        ],
        [claim(wilayah="35.15")],
    ]
    for title, region, claims in zip(("Satu", "Dua"), ("35.15", "35.78"), stated, strict=True):
        innovation = publish(house, session, metadata(judul=title, wilayah=region))
        actions.replace_claims(session, SYSTEM, innovation, claims, now=house.clock())


def test_only_applied_regencies_elsewhere_are_counted(any_house: House) -> None:
    with any_house.database.write() as session:
        fill(any_house, session)
        assert queries.applied_counts(session, [1, 2, 3]) == {1: 1, 2: 1}
        assert queries.applied_counts(session, []) == {}


def test_region_takes_up_from_elsewhere_and_gives_away_to_others(any_house: House) -> None:
    with any_house.database.write() as session:
        fill(any_house, session)
        assert [innovation.number for innovation, _ in queries.taken_up_by(session, "35.15")] == [2]
        assert [innovation.number for innovation, _ in queries.taken_up_by(session, "35.05")] == [1, 1]
        given = queries.given_away_by(session, "35.15")
        # All but the expansion inside the region itself, which is shown with the write-up.
        assert [row.position for _, row in given] == [0, 1, 2, 3, 5, 6]


def test_unit_shows_what_it_took_up(any_house: House) -> None:
    with any_house.database.write() as session:
        fill(any_house, session)
        adopter = organisations.unit_by_name(session, "35.05", "RSUD Contoh")
        assert adopter is not None
        assert [row.position for _, row in queries.taken_up_by_units(session, [adopter.id])] == [0]
        assert queries.taken_up_by_units(session, []) == []


@pytest.mark.parametrize("state", [State.DRAFT, State.WITHDRAWN])
def test_replications_of_what_is_not_public_are_not_seen(any_house: House, state: State) -> None:
    with any_house.database.write() as session:
        fill(any_house, session)
        assert len(queries.public(session)) == 8
        session.execute(update(Innovation).values(state=state.value))
        assert queries.public(session) == []
        assert queries.taken_up_by(session, "35.05") == []
        assert queries.given_away_by(session, "35.15") == []
        assert queries.applied_counts(session, [1, 2]) == {}


def test_withdrawal_keeps_the_claims_for_the_archive(any_house: House) -> None:
    with any_house.database.write() as session:
        fill(any_house, session)
        found = session.get_one(Innovation, 1)
        catalogue_actions.withdraw(session, SYSTEM, found, "Keliru.", on=date(2026, 11, 22), now=any_house.clock())
        assert len(queries.claims(session, 1)) == 7
