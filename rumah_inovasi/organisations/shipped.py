"""Puts the shipped facts into the database: regions, their governments and the 666 kecamatan. Twice is harmless.

Sources: codes and numbers of kecamatan, kelurahan and desa after Kemendagri's region codes; codes and population
after BPS. The province's figures are the sums over its 38 kabupaten/kota.
"""

import csv
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from rumah_inovasi import outbox
from rumah_inovasi.organisations import queries
from rumah_inovasi.organisations.model import GOVERNMENT, Region, Unit, UnitName, name_key, region_values

DATA = Path(__file__).parent / "data"


def install(session: Session, *, now: datetime) -> None:
    """Add what is missing and refresh the regions' figures; units changed by people stay as they are.

    In a database that was in use already this is told as a change of everything, for the vocabularies too, which come
    with these facts and stand too low to tell it themselves.
    """
    if session.scalars(select(Region.code).limit(1)).first():
        outbox.record(session, outbox.EVERYTHING, "", now=now)
    codes = _install_regions(session)
    roots = {unit.region_code: unit for unit in session.scalars(select(Unit).where(Unit.kind == GOVERNMENT))}
    for code, full_name in codes.items():
        if code not in roots:
            roots[code] = _add(
                session, Unit(region_code=code, kind=GOVERNMENT, created_at=now), f"Pemerintah {full_name}"
            )
    present = set(session.scalars(select(Unit.kecamatan_code).where(Unit.kecamatan_code.is_not(None))))
    for row in _rows("kecamatan.csv"):
        if row["code"] not in present:
            region, name = row["regency_code"], f"Kecamatan {row['name']}"
            known = queries.unit_by_name(session, region, name)
            if known:  # people were quicker than the shipped list
                known.kecamatan_code = known.kecamatan_code or row["code"]
                continue
            unit = Unit(
                region_code=region,
                parent_id=roots[region].id,
                kind="kecamatan",
                kecamatan_code=row["code"],
                created_at=now,
            )
            _add(session, unit, name)
    session.flush()


def _install_regions(session: Session) -> dict[str, str]:
    names = {}
    for row in _rows("regions.csv"):
        code = row["code_kemendagri"]
        region = session.get(Region, code)
        if region is None:
            region = Region(code=code)
            session.add(region)
        for column, value in region_values(row).items():
            setattr(region, column, value)
        names[code] = region.full_name
    session.flush()
    return names


def _add(session: Session, unit: Unit, name: str) -> Unit:
    unit.name = name
    session.add(unit)
    session.flush()
    session.add(UnitName(unit_id=unit.id, region_code=unit.region_code, key=name_key(name), name=name, is_current=True))
    return unit


def _rows(file: str) -> list[dict[str, str]]:
    with (DATA / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
