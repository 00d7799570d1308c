"""A house with somebody in every role, and proposals and write-ups in every state; whatever is done in it is undone."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from rumah_inovasi.accounts import actions as accounts
from rumah_inovasi.accounts.actor import READER, SYSTEM, Actor, Role
from rumah_inovasi.accounts.model import Purpose
from rumah_inovasi.app import PANELS, create_app
from rumah_inovasi.catalogue import actions as catalogue
from rumah_inovasi.catalogue import queries, review_actions, upload_actions
from rumah_inovasi.catalogue.model import Attachment
from rumah_inovasi.catalogue.proposal import Proposal, UnderReview
from rumah_inovasi.catalogue.upload_actions import Upload
from rumah_inovasi.database import Database
from rumah_inovasi.feedback import actions as feedback
from rumah_inovasi.files.enclosures import Enclosure
from rumah_inovasi.files.kinds import Kind
from rumah_inovasi.house import House, build
from rumah_inovasi.insight import need_actions as needs
from rumah_inovasi.insight import synonym_actions as synonyms
from rumah_inovasi.insight.need_actions import Wish
from rumah_inovasi.learning import actions as learning_actions
from rumah_inovasi.learning import queries as learning
from rumah_inovasi.learning.model import WorkshopProposal
from rumah_inovasi.membership.model import AccountRequest, Membership
from rumah_inovasi.organisations.model import Unit
from rumah_inovasi.replication import statement_actions as replications
from rumah_inovasi.replication.claim import Claim
from rumah_inovasi.replication.statement import SILENCE
from rumah_inovasi.replication.statement_rules import Proof
from rumah_inovasi.saved import actions as saved
from rumah_inovasi.saved import endings
from rumah_inovasi.saved.endings import Endings
from rumah_inovasi.search.language.synonyms import Kind as SynonymKind
from rumah_inovasi.settings import load
from tests.drafting import approve, drafted, innovation, proposal, published, submit
from tests.factories import put, write_up
from tests.files.samples import pdf, picture
from tests.learning.samples import held, workshop
from tests.learning.training import approve as approve_plan
from tests.learning.training import plan_of, planned, workshop_of
from tests.learning.training import submit as submit_plan
from tests.people import Person, government, person, signed_in, unit

# One sign for each who comes to the door, as the table names them. Small letters are of another regency.
NOBODY = "-"
ROLES = {
    "O": Role.OFFICER,
    "A": Role.AUTHOR,
    "T": Role.TRAINER,
    "L": Role.LOCAL_ADMIN,
    "a": Role.AUTHOR,
    "l": Role.LOCAL_ADMIN,
    "C": Role.CURATOR,
    "S": Role.SYSTEM_ADMIN,
}
NAMES = {
    "O": "Petugas",
    "A": "Penyusun",
    "T": "Narasumber",
    "L": "Admin Lokal",
    "a": "Penyusun Lain",
    "l": "Admin Lokal Lain",
    "C": "Kurator",
    "S": "Pengelola",
}
# Whose account or membership an address names, by the word of the table.
MEMBERS = {"petugas": "O", "penyusun": "A", "narasumber": "T", "penyusun-lain": "a", "kurator": "C", "pengelola": "S"}
STATES = ("draft", "submitted", "in-review", "changes-requested", "approved", "declined")
PICTURE, CLOSED = "alur.png", "tertutup.pdf"


class Undoing(Database):
    """A database in which everything works and nothing stays."""

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction that is always rolled back."""
        with self._writer() as session, session.begin() as transaction:
            yield session
            session.flush()
            transaction.rollback()


@dataclass(frozen=True)
class World:
    """The application over the house, a client for each at the door, and what the addresses name.

    `values` are what stands in the places of an address, by address and place, or by place alone.
    """

    house: House
    app: Flask
    cookies: Mapping[str, str]
    proposals: Mapping[str, int]
    write_ups: Mapping[str, str]
    workshops: Mapping[str, str]
    workshop_numbers: Mapping[str, int]
    workshop_proposals: Mapping[str, int]
    numbers: Mapping[str, int]
    accounts: Mapping[str, int]
    memberships: Mapping[str, int]
    statements: Mapping[str, int]
    values: Mapping[str, Any]

    def client(self, sign: str) -> FlaskClient:
        """A browser of somebody; a new one each time, since what one door does to it must not matter at the next."""
        made = self.app.test_client()
        if sign != NOBODY:
            made.set_cookie("sesi", self.cookies[sign])
        return made

    def value(self, address: str, place: str, state: str) -> object:
        """What stands in a place of an address; where several would fit, the state chooses."""
        first, second = [*address.split("/"), "", ""][1:3]
        of_state: Mapping[str, object] | None = {
            ("usulan", "number"): self.proposals,
            ("inovasi", "number"): self.numbers,
            ("anggota", "number"): self.accounts,
            ("keanggotaan", "number"): self.memberships,
            ("replikasi", "number"): self.statements,
        }.get((second, place))
        if first == "inovasi" and place == "ref":
            of_state = self.write_ups
        if first == "pelatihan":
            of_place: Mapping[str, Mapping[str, object]] = {
                "ref": self.workshops,
                "number": self.workshop_numbers,
                "name": {"closed": CLOSED},
            }
            of_state = of_place.get(place)
        if second == "pelatihan" and place == "number":
            of_state = self.workshop_proposals if "/usulan/" in address else self.workshop_numbers
        if first == "berkas":
            of_state = self.numbers if place == "number" else {"closed": CLOSED}
        if of_state is not None and state in of_state:
            return of_state[state]
        return self.values.get(f"{address} {place}", self.values.get(place))


def build_world(template: Path, folder: Path) -> World:
    """Fill the house by the real actions, then close it to changes."""
    shutil.copy(template, folder / "rumah.sqlite3")
    environ = {
        "RUMAH_DATA_DIR": str(folder),
        "RUMAH_CONTENT_DIR": str(folder / "content"),
        "RUMAH_INDEX_DIR": str(folder / "index"),
    }
    house = build(load(environ), PANELS)
    made = inhabit(house)
    house.database.close()
    return made


def inhabit(house: House) -> World:
    """Fill a prepared house without write-ups; through the world nothing in it can be changed any more."""
    own = unit(house, "Puskesmas Contoh")
    people = {sign: _person(house, sign, own) for sign in ROLES}
    proposals = {state: _proposal(house, people, own, state) for state in STATES}
    numbers = {state: proposal(house, number).innovation_number for state, number in proposals.items()}
    numbers |= {"published": numbers["approved"], "open": numbers["approved"], "closed": numbers["approved"]}
    numbers |= {"withdrawn": _withdrawn(house), "redaksi": _of_editors(house)}
    statements = _statements(house, people["a"], people["L"], [numbers["published"], *_more(house, people, own)])
    workshops = _workshops(house)
    plans = {state: _plan(house, people, own, state) for state in STATES}
    workshops |= {"draft": plan_of(house, plans["draft"]).workshop_number}
    closed = undone(house)
    app = create_app(closed)
    return World(
        house=closed,
        app=app,
        cookies={sign: _cookie(app, house, who) for sign, who in people.items()},
        proposals=proposals,
        workshops=_refs(house, workshops),
        workshop_numbers=workshops | {"open": workshops["published"], "closed": workshops["published"]},
        workshop_proposals=plans,
        write_ups={state: innovation(house, number).ref for state, number in numbers.items()},
        numbers=numbers,
        accounts={word: people[sign].id for word, sign in MEMBERS.items()},
        memberships={word: _membership(house, people[sign]) for word, sign in MEMBERS.items()},
        statements=statements,
        values=_values(house, people, own, numbers["published"]) | _saved_search(house, app, people["O"]),
    )


def undone(house: House) -> House:
    """The same house, in which nothing stays."""
    return replace(house, database=Undoing(house.settings.sqlalchemy_url))


def _person(house: House, sign: str, own: int) -> Person:
    role = ROLES[sign]
    if role in {Role.CURATOR, Role.SYSTEM_ADMIN}:
        place = government(house, "35")
    elif sign.islower():
        place = government(house, "35.78")
    else:
        place = government(house) if role is Role.LOCAL_ADMIN else own
    return person(house, NAMES[sign], (role, place))


def _cookie(app: Flask, house: House, who: Person) -> str:
    client = signed_in(app, house, who).client
    client.get("/ruang-kerja/tinjauan").close()  # puts the token of its form beside the word
    found = client.get_cookie("sesi")
    assert found
    return found.value


def _membership(house: House, who: Person) -> int:
    with house.database.read() as session:
        return session.scalars(select(Membership.id).where(Membership.account_id == who.id)).one()


def _proposal(house: House, people: Mapping[str, Person], own: int, state: str) -> int:
    facts: dict[str, Any] = {"judul": f"Usulan {state}", "tag": ["contoh"], "urusan": ["kesehatan"]}
    number = drafted(house, people["A"], own, **facts)
    _attach(house, number, is_open=state == "approved")
    if state == "draft":
        return number
    submit(house, people["A"], number)
    if state == "approved":
        approve(house, people["L"].actor, number)
        return number
    with house.database.write() as session:
        _review(session, people["L"].actor, session.get_one(Proposal, number), state, house.clock())
    return number


def _review(session: Session, actor: Actor, found: UnderReview, state: str, now: datetime) -> None:
    """Bring a submitted text into a state that a reviewer decides on; others stay as they are."""
    verbs: dict[str, Any] = {
        "in-review": review_actions.take_up,
        "changes-requested": review_actions.request_changes,
        "declined": review_actions.decline,
    }
    if state in verbs:
        words = [] if state == "in-review" else ["Sebut sumbernya."]
        verbs[state](session, actor, found, *words, now=now)


def _attach(house: House, number: int, *, is_open: bool) -> None:
    """Two files for a draft, as the uploads leave them; one of them open where asked for."""
    with house.database.write() as session:
        found = session.get_one(Proposal, number)
        files = []
        for name, is_public in ((PICTURE, is_open), (CLOSED, False)):
            stored = house.files.put(name.encode())
            files.append({"nama": name, "sha256": stored.sha256})
            session.add(
                Attachment(
                    innovation_number=found.innovation_number,
                    name=name,
                    key=stored.key,
                    sha256=stored.sha256,
                    media_type="image/png" if name == PICTURE else "application/pdf",
                    size=stored.size,
                    is_open=is_public,
                    created_at=house.clock(),
                )
            )
        found.stored = {**found.stored, "berkas": files}


def _withdrawn(house: House) -> int:
    made = put(house, write_up("Layanan Yang Ditarik", extra="asal_tulisan: unit\n")).number
    assert made
    with house.database.write() as session:
        found = queries.innovation(session, made)
        catalogue.withdraw(session, SYSTEM, found, "Berhenti.", on=house.clock().date(), now=house.clock())
    return made


def _of_editors(house: House) -> int:
    made = put(house, write_up("Layanan Redaksi", extra="asal_tulisan: redaksi\n"), name="dua.md").number
    assert made
    return made


def _more(house: House, people: Mapping[str, Person], own: int) -> list[int]:
    return [published(house, people["A"], people["L"], own, judul=f"Tulisan {word}") for word in ("dua", "tiga")]


def _statements(house: House, adopter: Person, origin: Person, numbers: Sequence[int]) -> dict[str, int]:
    """Another regency takes up three write-ups: one waits, one for long, one is confirmed."""
    claim = Claim(stage="minat", evidence="dokumen", source="https://contoh.go.id/minat")
    found = {}
    for state, number in zip(("waiting", "silent", "confirmed"), numbers, strict=True):
        stored = house.files.put(b"%PDF-1.4 bukti")
        proof = Proof("Surat.", Enclosure(stored.key, "bukti.pdf", "application/pdf"))
        now = house.clock() - (SILENCE if state == "silent" else timedelta())
        with house.database.write() as session:
            unit_ = session.get_one(Unit, adopter.actor.grants[0].unit)
            about = queries.innovation(session, number)
            made = replications.state(session, adopter.actor, about, unit_, claim, proof, today=now.date(), now=now)
            if state == "confirmed":
                replications.confirm(session, origin.actor, made, "", now=now)
            found[state] = made.id
    return found


def _workshops(house: House) -> dict[str, int]:
    """Their numbers by state; the first one is published and has an open file and a closed one."""
    names = (PICTURE, CLOSED)
    files = {f"acara/{name}": picture() if name == PICTURE else pdf() for name in names}
    listed = "".join(f"  - {{judul: {name}, berkas: {name}}}\n" for name in names)
    own = "unit: Puskesmas Contoh\njenis_unit: puskesmas\n"
    held(house, workshop("Pelatihan Terbit", extra=f"{own}bahan:\n{listed}"), files)
    held(house, workshop("Pelatihan Ditarik", extra=own), name="dua.md")
    with house.database.write() as session:
        shown, gone = (learning.workshop(session, number) for number in (1, 2))
        learning_actions.set_open(session, SYSTEM, shown, CLOSED, is_open=False, now=house.clock())
        today = house.clock().date()
        learning_actions.withdraw(session, SYSTEM, gone, "Batal.", on=today, now=house.clock())
        return {"published": shown.number, "withdrawn": gone.number}


def _plan(house: House, people: Mapping[str, Person], own: int, state: str) -> int:
    """A proposal for a workshop in this state, written by the trainer, with a file."""
    number = planned(house, people["T"], own, judul=f"Pelatihan {state}")
    kept = house.files.put(pdf())
    with house.database.write() as session:
        found = session.get_one(WorkshopProposal, number)
        upload = Upload(PICTURE, kept, Kind.PNG, "", has_numbers=False, is_harmless=True)
        upload_actions.add(session, people["T"].actor, found, upload, now=house.clock())
    if state != "draft":
        submit_plan(house, people["T"], number)
    if state == "approved":
        approve_plan(house, people["L"].actor, number)
    with house.database.write() as session:
        found = session.get_one(WorkshopProposal, number)
        _review(session, people["L"].actor, found, state, house.clock())
    return number


def _refs(house: House, numbers: Mapping[str, int]) -> dict[str, str]:
    return {state: workshop_of(house, number).ref for state, number in numbers.items()}


def _saved_search(house: House, app: Flask, owner: Person) -> dict[str, Any]:
    """A search that somebody keeps, and the link that ends its letters."""
    with house.database.write() as session:
        now = house.clock()
        made, _is_new = saved.save(session, owner.actor, "q=antrean", "Antrean", wants_letters=True, now=now)
        link = Endings(str(app.secret_key)).url("", made.id)
        doors = "/ruang-kerja/pencarian/<number>"
        return {
            f"{endings.PATH}/<token> token": link.removeprefix(f"{endings.PATH}/"),
            **{f"{doors}{end} number": made.id for end in ("", "/hapus")},
        }


def _values(house: House, people: Mapping[str, Person], own: int, published: int) -> dict[str, Any]:
    with house.database.write() as session:
        now = house.clock()
        key = accounts.give_key(session, people["O"].account, Purpose.RESET, now=now)
        found = queries.innovation(session, published)
        told = feedback.report(session, READER, found, "Alamatnya keliru.", "", base_url="http://localhost", now=now)
        letter = house.files.put(b"%PDF-1.4 surat")
        need = needs.ask_for(session, SYSTEM, Wish("Antrean yang tidak bocor.", "antrean bocor"), now=now)
        forms = ["loket", "meja depan"]
        own_words = synonyms.add(
            session, SYSTEM, SynonymKind.SYNONYM, forms, is_one_way=False, in_capitals=False, now=now
        )
        asked = AccountRequest(
            name="Ingin Ikut",
            email="ingin@contoh.go.id",
            position="Staf",
            office_contact="(031) 8945000",
            region_code="35.15",
            unit_id=own,
            unit_name="Puskesmas Contoh",
            letter_key=letter.key,
            letter_name="surat.pdf",
            letter_media_type="application/pdf",
            created_at=now,
        )
        session.add(asked)
        session.flush()
        request = "/ruang-kerja/permintaan/<number>"
        return {
            "token": key,
            "number": 1,
            "record": 1,
            "name": PICTURE,
            "filename": "style.css",
            "slug": "contoh",
            "topic_id": "kesehatan",
            "form": "csv",
            "kind": "urusan",
            "term_id": "kesehatan",
            "word": "nama",
            "/ruang-kerja/sinonim/<number>/hapus number": own_words.id,
            **{f"/ruang-kerja/kebutuhan/<number>{end} number": need.id for end in ("", "/minta", "/selesai")},
            "/panduan/<slug> slug": "penyusun",
            "/wilayah/<ref> ref": "35.15-sidoarjo",
            "/unit/<ref> ref": f"{own}-puskesmas-contoh",
            "/admin/antrean/<name>/coba-lagi name": "perubahan",
            "/admin/daftar/<kind>/<term_id>/<word> word": "pensiun",
            **{f"/admin/unit/<number>{end} number": own for end in ("", "/<word>")},
            **{f"/ruang-kerja/laporan/<number>{end} number": told.id for end in ("", "/selesai")},
            **{f"{request}{end} number": asked.id for end in ("", "/surat", "/terima", "/tolak")},
        }
