"""The outbox: a row in the transaction of each public change, and only there."""

import ast
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

import rumah_inovasi
from rumah_inovasi import outbox, public_version, retries
from rumah_inovasi.accounts import actions as accounts
from rumah_inovasi.accounts.actor import SYSTEM, Actor, Grant, Role
from rumah_inovasi.catalogue import actions as catalogue
from rumah_inovasi.catalogue import proposal_actions, review_actions
from rumah_inovasi.catalogue.draft import Draft
from rumah_inovasi.catalogue.model import Innovation, Revision
from rumah_inovasi.catalogue.publishing import Provenance, Text
from rumah_inovasi.files.store import StoredFile
from rumah_inovasi.front import term_actions as terms
from rumah_inovasi.house import House
from rumah_inovasi.insight import need_actions as needs
from rumah_inovasi.insight import question_actions as questions
from rumah_inovasi.insight import synonym_actions as synonyms
from rumah_inovasi.insight.need_actions import Wish
from rumah_inovasi.learning import actions as learning
from rumah_inovasi.learning import proposal_actions as workshop_proposals
from rumah_inovasi.learning import review_actions as workshop_reviews
from rumah_inovasi.learning.facts import Facts
from rumah_inovasi.learning.model import Workshop, WorkshopRevision
from rumah_inovasi.organisations import actions as organisations
from rumah_inovasi.organisations import queries as units
from rumah_inovasi.organisations import shipped
from rumah_inovasi.organisations.model import Unit
from rumah_inovasi.outbox import OutboxRow
from rumah_inovasi.replication import actions as replication
from rumah_inovasi.replication import statement_actions as statements
from rumah_inovasi.replication.model import Replication
from rumah_inovasi.replication.statement import Statement
from rumah_inovasi.replication.statement_rules import Proof
from rumah_inovasi.retries import QueueStatus
from rumah_inovasi.search import asked
from rumah_inovasi.search.asked import Asked
from rumah_inovasi.search.language.synonyms import Kind
from rumah_inovasi.search.model import OwnSynonyms
from rumah_inovasi.vocabulary import queries as vocabulary
from rumah_inovasi.vocabulary.model import Term
from tests.catalogue.publishing import publish
from tests.fixtures import START
from tests.replication.claims import claim

REGION = "35.15"


def entries(session: Session) -> list[tuple[str, str]]:
    return [(row.kind, row.entity) for row in session.scalars(select(OutboxRow).order_by(OutboxRow.id))]


def unit(session: Session, name: str) -> Unit:
    found = units.unit_by_name(session, REGION, name)
    assert found is not None
    return found


def entity_id(session: Session, entity: str) -> str:
    """A number or nothing stands for itself, a name for the unit that bears it."""
    return entity if entity.isdigit() or not entity else str(unit(session, entity).id)


def ids(session: Session) -> list[int]:
    return list(session.scalars(select(OutboxRow.id).order_by(OutboxRow.id)))


# Every public change has its row

Deed = Callable[[House, Session], Any]
TARIK, PRAMBON, KREMBUNG = "Kecamatan Tarik", "Kecamatan Prambon", "Kecamatan Krembung"


def attach(house: House, session: Session) -> None:
    stored = StoredFile(key="a" * 32, sha256="0" * 64, size=1)
    innovation = publish(house, session)
    session.flush()
    clear(session)
    catalogue.attach(session, SYSTEM, innovation, "alur.png", stored, "image/png", is_open=True, now=START)


def withdraw(house: House, session: Session) -> None:
    innovation = publish(house, session)
    clear(session)
    catalogue.withdraw(session, SYSTEM, innovation, "Keliru.", on=START.date(), now=START)


def set_open(house: House, session: Session) -> None:
    attach(house, session)
    clear(session)
    catalogue.set_open(session, SYSTEM, session.get_one(Innovation, 1), "alur.png", is_open=False, now=START)


def curators(session: Session) -> tuple[Actor, Actor]:
    """Two who may do everything: who writes, and who reviews."""
    grants = (Grant(Role.CURATOR, 1, None),)
    author = accounts.create(session, SYSTEM, "penulis@contoh.go.id", "Penulis", now=START)
    reviewer = accounts.create(session, SYSTEM, "kurator@contoh.go.id", "Kurator", now=START)
    return Actor(author.id, "Penulis", grants=grants), Actor(reviewer.id, "Kurator", grants=grants)


def approve(house: House, session: Session) -> None:
    writer, actor = curators(session)
    words = vocabulary.load(session)
    made = proposal_actions.start(session, writer, unit(session, TARIK), now=START)
    draft = Draft({"judul": "Antrean", "ringkasan": "Antrean dari rumah."}, "Isi.")
    proposal_actions.save(session, writer, made, draft, version=made.version, now=START)
    proposal_actions.submit(
        session, writer, made, version=made.version, is_authorised=True, vocabulary=words, now=START
    )
    text = Text(made.body, house.renderer.render(made.body))
    assert entries(session) == []  # what is not published yet concerns nobody outside
    review_actions.approve(session, actor, made, text, version=made.version, vocabulary=words, now=START)


def renew_html(house: House, session: Session) -> None:
    publish(house, session)
    clear(session)
    revision = session.scalars(select(Revision)).one()
    catalogue.renew_html(session, SYSTEM, revision, house.renderer.render("Baru."), now=START)


def workshop(house: House, session: Session) -> Workshop:
    facts = Facts(title="Bimtek", summary="Berlatih.", starts="2026-12-02", organiser="Bagian", region=REGION)
    text, provenance = Text("Isi.", house.renderer.render("Isi.")), Provenance("Redaksi", "Terbitan pertama")
    return learning.publish(session, SYSTEM, facts, unit(session, TARIK).id, text, provenance, now=START)


def approve_workshop(house: House, session: Session) -> None:
    writer, actor = curators(session)
    words = vocabulary.load(session)
    made = workshop_proposals.start(session, writer, unit(session, TARIK), "Bimtek", now=START)
    facts = {"judul": "Bimtek", "ringkasan": "Berlatih.", "mulai": "2026-12-02", "penyelenggara": "Bagian"}
    draft = Draft(facts, "Isi.")
    workshop_proposals.save(session, writer, made, draft, version=made.version, now=START)
    workshop_proposals.submit(
        session, writer, made, version=made.version, is_authorised=True, vocabulary=words, now=START
    )
    text = Text(made.body, house.renderer.render(made.body))
    assert entries(session) == []
    workshop_reviews.approve(session, actor, made, text, version=made.version, vocabulary=words, now=START)


def attach_to_workshop(house: House, session: Session) -> Workshop:
    stored = StoredFile(key="b" * 32, sha256="0" * 64, size=1)
    found = workshop(house, session)
    clear(session)
    learning.attach(session, SYSTEM, found, "panduan.pdf", stored, "application/pdf", is_open=True, now=START)
    return found


def set_open_at_workshop(house: House, session: Session) -> None:
    found = attach_to_workshop(house, session)
    clear(session)
    learning.set_open(session, SYSTEM, found, "panduan.pdf", is_open=False, now=START)


def withdraw_workshop(house: House, session: Session) -> None:
    found = workshop(house, session)
    clear(session)
    learning.withdraw(session, SYSTEM, found, "Batal.", on=START.date(), now=START)


def renew_html_of_workshop(house: House, session: Session) -> None:
    workshop(house, session)
    clear(session)
    revision = session.scalars(select(WorkshopRevision)).one()
    learning.renew_html(session, SYSTEM, revision, house.renderer.render("Baru."), now=START)


def replace_claims(house: House, session: Session) -> None:
    innovation = publish(house, session)
    clear(session)
    replication.replace_claims(session, SYSTEM, innovation, [claim(wilayah="35.78")], now=START)


def statement(house: House, session: Session) -> tuple[Innovation, Statement, Actor]:
    """A unit of another regency says, on a source, that it takes up number 1; and somebody of the origin."""
    innovation = publish(house, session)
    account = accounts.create(session, SYSTEM, "petugas@contoh.go.id", "Petugas", now=START)
    adopter = units.government(session, "35.78")
    officer = Actor(account.id, "Petugas", grants=(Grant(Role.OFFICER, adopter.id, frozenset({adopter.id})),))
    clear(session)
    said = claim(wilayah="35.78", tahap="minat", sumber="https://contoh.go.id/minat")
    made = statements.state(session, officer, innovation, adopter, said, Proof(), today=START.date(), now=START)
    return innovation, made, officer


ORIGIN = Actor(None, "Asal", grants=(Grant(Role.AUTHOR, 1, None), Grant(Role.CURATOR, 1, None)))


def state(house: House, session: Session) -> None:
    statement(house, session)


def confirm(house: House, session: Session) -> None:
    _innovation, made, _officer = statement(house, session)
    clear(session)
    statements.confirm(session, ORIGIN, made, "", now=START)


def decline(house: House, session: Session) -> None:
    _innovation, made, _officer = statement(house, session)
    clear(session)
    statements.decline(session, ORIGIN, made, "Belum ada orangnya.", now=START)


def take_back(house: House, session: Session) -> None:
    _innovation, made, officer = statement(house, session)
    clear(session)
    statements.take_back(session, officer, made, now=START)


def note(house: House, session: Session) -> None:
    innovation = publish(house, session)
    clear(session)
    said = claim(penerima="Kabupaten Sumedang", sumber="https://contoh.go.id/berita")
    replication.note(session, ORIGIN, innovation, said, today=START.date(), now=START)


def reply(house: House, session: Session) -> None:
    replace_claims(house, session)
    clear(session)
    row = session.scalars(select(Replication)).one()
    replication.reply(session, ORIGIN, session.get_one(Innovation, 1), row, "Benar.", now=START)


def remove(house: House, session: Session) -> None:
    replace_claims(house, session)
    clear(session)
    row = session.scalars(select(Replication)).one()
    replication.remove(session, ORIGIN, session.get_one(Innovation, 1), row, now=START)


# What words mean, what is offered and what editors answer stands in no index and no file.


def add_synonyms(_house: House, session: Session) -> OwnSynonyms:
    forms = ["meja depan", "loket"]
    return synonyms.add(session, SYSTEM, Kind.SYNONYM, forms, is_one_way=False, in_capitals=False, now=START)


def remove_synonyms(house: House, session: Session) -> None:
    synonyms.remove(session, SYSTEM, add_synonyms(house, session).id, now=START)


def settle_question(_house: House, session: Session) -> None:
    asked.add(session, {Asked("rambut rontok", START.date(), is_found=False): 3})
    questions.settle(session, SYSTEM, "rambut rontok", now=START)


def reopen_question(house: House, session: Session) -> None:
    settle_question(house, session)
    questions.reopen(session, SYSTEM, "rambut rontok", now=START)


def close_need(house: House, session: Session) -> None:
    publish(house, session)
    clear(session)
    made = needs.ask_for(session, SYSTEM, Wish("Antrean yang tidak bocor."), now=START)
    needs.close(session, SYSTEM, made, "", 1, now=START)


def merge(_house: House, session: Session) -> None:
    organisations.move(session, SYSTEM, unit(session, KREMBUNG), unit(session, TARIK), now=START)
    clear(session)
    organisations.merge(session, SYSTEM, unit(session, TARIK), unit(session, PRAMBON), now=START)


def term(session: Session) -> Term:
    return session.get_one(Term, ("urusan", "kesehatan"))


def clear(session: Session) -> None:
    """Leave the rows of the deed itself alone."""
    session.flush()
    outbox.done(session, ids(session))


DEEDS: dict[str, tuple[Deed, list[tuple[str, str]]]] = {
    "catalogue.publish": (publish, [("innovation", "1")]),
    "catalogue.approve": (approve, [("innovation", "1")]),
    "catalogue.set_open": (set_open, [("innovation", "1")]),
    "catalogue.attach": (attach, [("innovation", "1")]),
    "catalogue.withdraw": (withdraw, [("innovation", "1")]),
    "catalogue.renew_html": (renew_html, [("innovation", "1")]),
    "learning.approve": (approve_workshop, [("workshop", "1")]),
    "learning.publish": (workshop, [("workshop", "1")]),
    "learning.attach": (attach_to_workshop, [("workshop", "1")]),
    "learning.set_open": (set_open_at_workshop, [("workshop", "1")]),
    "learning.withdraw": (withdraw_workshop, [("workshop", "1")]),
    "learning.renew_html": (renew_html_of_workshop, [("workshop", "1")]),
    "replication.replace_claims": (replace_claims, [("innovation", "1")]),
    **{
        f"replication.{deed.__name__}": (deed, [("innovation", "1")])
        for deed in (note, reply, remove, state, confirm, decline, take_back)
    },
    "front.rename": (
        lambda _house, session: terms.rename(session, SYSTEM, term(session), "Kesehatan warga", "Health", now=START),
        [("everything", "")],
    ),
    "front.set_retired": (
        lambda _house, session: terms.set_retired(session, SYSTEM, term(session), is_retired=True, now=START),
        [("everything", "")],
    ),
    "front.add": (
        lambda _house, session: terms.add(session, SYSTEM, "jenis-unit", "Pos", "Post", now=START),
        [("everything", "")],
    ),
    "insight.add": (add_synonyms, []),
    "insight.remove": (remove_synonyms, []),
    "insight.settle": (settle_question, []),
    "insight.reopen": (reopen_question, []),
    "insight.close": (close_need, []),
    "organisations.create": (
        lambda _house, session: organisations.create(session, SYSTEM, REGION, "Baru", "opd-kab", now=START),
        [("unit", "Baru")],
    ),
    "organisations.find_or_create": (
        lambda _house, session: organisations.find_or_create(session, SYSTEM, REGION, "Baru", "opd-kab", now=START),
        [("unit", "Baru")],
    ),
    "organisations.rename": (
        lambda _house, session: organisations.rename(session, SYSTEM, unit(session, TARIK), "Baru", now=START),
        [("unit", "Baru")],
    ),
    "organisations.add_alias": (
        lambda _house, session: organisations.add_alias(session, SYSTEM, unit(session, TARIK), "Baru", now=START),
        [("unit", TARIK)],
    ),
    "organisations.move": (
        lambda _house, session: organisations.move(
            session, SYSTEM, unit(session, TARIK), unit(session, PRAMBON), now=START
        ),
        [("unit", TARIK)],
    ),
    "organisations.merge": (merge, [("unit", TARIK), ("unit", KREMBUNG)]),
    "organisations.close": (
        lambda _house, session: organisations.close(session, SYSTEM, unit(session, TARIK), [], now=START),
        [("unit", TARIK)],
    ),
}


@pytest.mark.parametrize("name", DEEDS)
@pytest.mark.parametrize("is_kept", [True, False])
def test_public_change_and_its_row_are_kept_together_or_not_at_all(
    any_house: House, name: str, *, is_kept: bool
) -> None:
    deed, expected = DEEDS[name]
    with any_house.database.read() as session:
        before = public_version.current(session)
        assert entries(session) == []
    try:
        with any_house.database.write() as session:
            deed(any_house, session)
            if not is_kept:
                raise ZeroDivisionError  # noqa: TRY301 - what breaks a transaction is of no matter
    except ZeroDivisionError:
        assert not is_kept
    with any_house.database.read() as session:
        assert (public_version.current(session) > before) == is_kept
        wanted = [(kind, entity_id(session, entity)) for kind, entity in expected] if is_kept else []
        assert entries(session) == wanted


def test_every_deed_that_raises_the_public_version_is_tried_here() -> None:
    package = Path(rumah_inovasi.__file__).parent
    raising = set()
    for folder in {path.parent for path in package.glob("*/*actions.py")}:
        shared = [path for name in ("publishing.py", "records.py", "effects.py") if (path := folder / name).exists()]
        helpers = {name: names for path in shared for name, names in calls_in(path).items()}
        for path in folder.glob("*actions.py"):
            own = calls_in(path)
            known = {**helpers, **own}
            raising |= {f"{folder.name}.{name}" for name in own if name[0] != "_" and "raise_" in reached(name, known)}
    assert raising == set(DEEDS)


def calls_in(path: Path) -> dict[str, set[str]]:
    """What each function of a module calls."""
    functions = [node for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef)]
    return {function.name: called(function) for function in functions}


def reached(name: str, known: Mapping[str, set[str]]) -> set[str]:
    """The names of all that a function calls, itself or through others that are known."""
    found, fresh = set[str](), {name}
    while fresh:
        fresh = {called for one in fresh for called in known.get(one, ())} - found
        found |= fresh
    return found


def called(function: ast.FunctionDef) -> set[str]:
    """The names of what a function calls."""
    targets = [node.func for node in ast.walk(function) if isinstance(node, ast.Call)]
    return {target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "") for target in targets}


def test_facts_shipped_anew_change_everything_and_first_ones_nothing(any_house: House) -> None:
    with any_house.database.read() as session:
        assert entries(session) == []  # of the first installation
    with any_house.database.write() as session:
        shipped.install(session, now=START)
    with any_house.database.read() as session:
        assert entries(session) == [("everything", "")]


def test_same_claims_again_are_no_change(any_house: House) -> None:
    with any_house.database.write() as session:
        replace_claims(any_house, session)
        clear(session)
    with any_house.database.write() as session:
        innovation = session.get_one(Innovation, 1)
        replication.replace_claims(session, SYSTEM, innovation, [claim(wilayah="35.78")], now=START)
    with any_house.database.read() as session:
        assert entries(session) == []


# Rows


def add(house: House, count: int) -> list[int]:
    with house.database.write() as session:
        rows = [
            outbox.record(session, outbox.UNIT, number, now=START + timedelta(hours=number)) for number in range(count)
        ]
        session.flush()
        return [row.id for row in rows]


def test_numbers_of_rows_are_never_used_again(any_house: House) -> None:
    first = add(any_house, 3)
    with any_house.database.write() as session:
        outbox.done(session, first)
    assert min(add(any_house, 1)) > max(first)


def test_due_are_the_oldest_that_neither_pause_nor_are_parked(any_house: House) -> None:
    numbers = add(any_house, 5)
    with any_house.database.write() as session:
        outbox.failed(session, numbers[1:2], "x", now=START)
        for _ in range(outbox.MOST_ATTEMPTS):
            outbox.failed(session, numbers[2:3], "x", now=START)
    pause = outbox.FIRST_PAUSE
    with any_house.database.read() as session:

        def due(after: timedelta, limit: int | None = None) -> list[int]:
            return [numbers.index(row.id) for row in outbox.due(session, now=START + after, limit=limit)]

        assert due(timedelta()) == [0, 3, 4]
        assert due(timedelta(), limit=2) == [0, 3]
        assert due(pause - timedelta(seconds=1)) == [0, 3, 4]
        assert due(pause) == [0, 1, 3, 4]
        assert due(timedelta(days=999)) == [0, 1, 3, 4]


def test_only_the_rows_named_are_removed_however_many(any_house: House) -> None:
    numbers = add(any_house, 1201)
    with any_house.database.write() as session:
        outbox.done(session, numbers[:-1])
    with any_house.database.read() as session:
        assert ids(session) == numbers[-1:]


def test_pause_doubles_to_an_hour_at_most_and_the_error_is_cut(
    any_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "MOST_ATTEMPTS", 99)
    numbers = add(any_house, 1)
    pauses = []
    for _ in range(12):
        with any_house.database.write() as session:
            outbox.failed(session, numbers, "é" * 999, now=START)
            row = session.get_one(OutboxRow, numbers[0])
            assert row.retry_at
            pauses.append((row.retry_at - START).total_seconds())
            assert row.error == "é" * 500
    assert pauses == [5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600]


def test_status_counts_what_waits_and_what_is_parked(any_house: House) -> None:
    with any_house.database.read() as session:
        assert outbox.status(session) == QueueStatus(0, 0, 0, None)
        assert retries.newest_error(session, OutboxRow) is None
    numbers = add(any_house, 4)
    with any_house.database.write() as session:
        for _ in range(outbox.MOST_ATTEMPTS):
            outbox.failed(session, numbers[:1], "lama", now=START)
        outbox.failed(session, numbers[2:3], "baru", now=START)
    with any_house.database.read() as session:
        assert outbox.status(session) == QueueStatus(3, 1, 1, START + timedelta(hours=1))
        assert retries.newest_error(session, OutboxRow) == "baru"
    with any_house.database.write() as session:
        outbox.retry_failed(session)
    with any_house.database.read() as session:
        assert outbox.status(session) == QueueStatus(4, 2, 0, START)
        assert len(outbox.due(session, now=START, limit=None)) == 4
