"""Replacing the replications of a write-up, on both databases."""

import pytest
from sqlalchemy.orm import Session

from rumah_inovasi.accounts.actor import READER, SYSTEM
from rumah_inovasi.catalogue.model import Innovation
from rumah_inovasi.errors import Forbidden, Invalid, NotFound
from rumah_inovasi.house import House
from rumah_inovasi.organisations import actions as organisation_actions
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.organisations.model import Unit
from rumah_inovasi.replication import actions, queries
from rumah_inovasi.replication.claim import Claim
from tests.catalogue.facts import metadata
from tests.catalogue.publishing import deeds, publish, version
from tests.replication.claims import SOURCE, claim


def replace(house: House, session: Session, innovation: Innovation, *claims: Claim) -> bool:
    return actions.replace_claims(session, SYSTEM, innovation, claims, now=house.clock())


def unit(house: House, session: Session, name: str = "RSUD Contoh", region: str = "35.15") -> Unit:
    return organisation_actions.create(session, SYSTEM, region, name, "opd-kab", now=house.clock())


def test_claims_come_back_as_they_were_written_and_in_their_order(any_house: House) -> None:
    claims = (
        claim(wilayah="35.78", unit="Dinas yang belum dikenal", tahap="minat", derajat="sebagian", mulai="2020"),
        claim(penerima="Kabupaten Sumedang", bukti="klaim-media", sumber=SOURCE, catatan="Menurut berita."),
        claim(penerima="19 daerah", jumlah="19"),
        claim(wilayah="35.05"),
    )
    with any_house.database.write() as session:
        assert replace(any_house, session, publish(any_house, session), *claims)
    with any_house.database.read() as session:
        assert tuple(queries.claims(session, 1)) == claims


def test_same_claims_again_change_nothing(any_house: House) -> None:
    with any_house.database.write() as session:
        innovation = publish(any_house, session)
        replace(any_house, session, innovation, claim(wilayah="35.05"))
    before = version(any_house)
    with any_house.database.write() as session:
        assert not replace(any_house, session, session.get_one(Innovation, 1), claim(wilayah="35.05"))
    assert version(any_house) == before
    with any_house.database.write() as session:
        assert replace(any_house, session, session.get_one(Innovation, 1))
        assert deeds(session) == [("published", "1"), *[("replications-replaced", "1")] * 2]
        assert queries.of_innovation(session, 1) == []
    assert version(any_house) > before


def test_unit_is_known_by_any_of_its_names(any_house: House) -> None:
    with any_house.database.write() as session:
        adopter = unit(any_house, session, "Puskesmas Lama", "35.05")
        organisation_actions.rename(session, SYSTEM, adopter, "Puskesmas Baru", now=any_house.clock())
        replace(any_house, session, publish(any_house, session), claim(wilayah="35.05", unit="puskesmas  lama"))
        (row,) = queries.of_innovation(session, 1)
        assert row.unit_id == adopter.id


def test_nobody_replicates_from_itself(any_house: House) -> None:
    with any_house.database.write() as session:
        innovation = publish(any_house, session)
        own = organisations.government(session, "35.15").name
        with pytest.raises(Invalid, match="unit yang sama"):
            replace(any_house, session, innovation, claim(wilayah="35.15", unit=own))
        assert queries.claims(session, 1) == []


def test_adopter_that_becomes_the_maker_is_refused_though_its_claim_stays_the_same(any_house: House) -> None:
    with any_house.database.write() as session:
        innovation = publish(any_house, session)
        adopter = unit(any_house, session)
        expansion = claim(wilayah="35.15", unit=adopter.name)
        assert replace(any_house, session, innovation, expansion)
        innovation.unit_id = adopter.id
        with pytest.raises(Invalid, match="unit yang sama"):
            replace(any_house, session, innovation, expansion)


def test_two_regions_may_exchange_innovations(any_house: House) -> None:
    with any_house.database.write() as session:
        replace(any_house, session, publish(any_house, session), claim(wilayah="35.78"))
        other = publish(any_house, session, metadata(judul="Dua", wilayah="35.78"))
        assert replace(any_house, session, other, claim(wilayah="35.15"))


def test_region_that_does_not_exist_is_not_found(house: House) -> None:
    with house.database.write() as session:
        innovation = publish(house, session)
        with pytest.raises(NotFound, match=r"35\.99"):
            replace(house, session, innovation, claim(wilayah="35.99"))


def test_reader_changes_nothing(house: House) -> None:
    with house.database.write() as session:
        innovation = publish(house, session)
        with pytest.raises(Forbidden):
            actions.replace_claims(session, READER, innovation, [claim(wilayah="35.05")], now=house.clock())
        assert queries.claims(session, 1) == []
