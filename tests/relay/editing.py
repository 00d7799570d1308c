"""People at work on the texts of a house: revisions, new titles and units' names, withdrawals, files, workshops."""

import random
from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from rumah_inovasi.accounts.actor import SYSTEM
from rumah_inovasi.catalogue import actions
from rumah_inovasi.catalogue.metadata import Attachment
from rumah_inovasi.catalogue.model import Innovation, State
from rumah_inovasi.catalogue.publishing import Provenance, Text
from rumah_inovasi.house import House
from rumah_inovasi.learning import actions as learning_actions
from rumah_inovasi.learning.facts import Facts
from rumah_inovasi.learning.model import Workshop
from rumah_inovasi.markup.rendered import Rendered
from rumah_inovasi.organisations import actions as organisation_actions
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.replication import actions as replication_actions
from tests.catalogue.facts import metadata
from tests.replication.claims import claim

REGION = "35.15"


class Editors:
    """Does one random thing after the other, each in a transaction of its own."""

    def __init__(self, house: House, seed: int) -> None:
        self._house = house
        self._dice = random.Random(seed)
        self._count = 0
        self._rendered: Rendered = house.renderer.render("Isi.")
        with house.database.write() as session:
            self._units = [
                organisation_actions.create(session, SYSTEM, REGION, f"Unit {name}", "puskesmas", now=house.clock()).id
                for name in "AB"
            ]

    def do_something(self) -> None:
        """Do one thing."""
        self._count += 1
        deeds: list[Callable[[Session], None]] = [self._begin, self._revise, self._revise, self._withdraw, self._rename]
        deeds += [self._teach, self._cancel]
        deed = deeds[0] if self._count <= 5 else self._dice.choice(deeds)
        with self._house.database.write() as session:
            deed(session)

    def _begin(self, session: Session) -> None:
        self._publish(session, None)

    def _revise(self, session: Session) -> None:
        """A new text, half the time under a new title; a withdrawn one is published again."""
        self._publish(session, self._any(session))

    def _withdraw(self, session: Session) -> None:
        innovation, now = self._any(session), self._house.clock()
        if innovation.state == State.PUBLISHED:
            actions.withdraw(session, SYSTEM, innovation, "Data keliru", on=now.date(), now=now)

    def _rename(self, session: Session) -> None:
        unit = organisations.unit(session, self._dice.choice(self._units))
        organisation_actions.rename(session, SYSTEM, unit, f"Unit {self._count}", now=self._house.clock())

    def _publish(self, session: Session, known: Innovation | None) -> None:
        now = self._house.clock()
        title = known.title if known and self._dice.random() < 0.5 else f"Judul {self._count}"
        facts = metadata(judul=title, ringkasan=f"Ringkasan {self._count}.", wilayah=REGION)
        has_file = self._dice.random() < 0.5
        stored = self._house.files.put(f"isi {self._count}".encode()) if has_file else None
        if stored:
            facts = replace(facts, attachments=(Attachment(name="catatan.pdf", sha256=stored.sha256),))
        innovation = actions.publish(
            session,
            SYSTEM,
            facts,
            self._dice.choice(self._units),
            Text(f"Isi {self._count}.", self._rendered),
            Provenance("Redaksi", "Percobaan"),
            now=now,
            number=known.number if known else None,
        )
        if stored:
            name, kind = "catatan.pdf", "application/pdf"
            actions.attach(session, SYSTEM, innovation, name, stored, kind, is_open=True, now=now)
        if self._dice.random() < 0.3:
            claims = [claim(wilayah="35.78", mulai=str(2000 + self._count % 20))]
            replication_actions.replace_claims(session, SYSTEM, innovation, claims, now=now)

    def _teach(self, session: Session) -> None:
        """A workshop about some write-up: a new one, or another text, half the time under a new title."""
        known = self._any_workshop(session) if self._dice.random() < 0.6 else None
        title = known.title if known and self._dice.random() < 0.5 else f"Bimtek {self._count}"
        facts = Facts(
            title=title,
            summary=f"Ringkasan {self._count}.",
            starts="2026-12-02",
            organiser="Bagian Organisasi",
            region=REGION,
            innovations=(self._any(session).number,),
        )
        learning_actions.publish(
            session,
            SYSTEM,
            facts,
            self._dice.choice(self._units),
            Text(f"Isi {self._count}.", self._rendered),
            Provenance("Redaksi", "Percobaan"),
            now=self._house.clock(),
            number=known.number if known else None,
        )

    def _cancel(self, session: Session) -> None:
        found, now = self._any_workshop(session), self._house.clock()
        if found and found.state == State.PUBLISHED:
            learning_actions.withdraw(session, SYSTEM, found, "Batal", on=now.date(), now=now)

    def _any_workshop(self, session: Session) -> Workshop | None:
        rows = session.scalars(select(Workshop).order_by(Workshop.number)).all()
        return self._dice.choice(rows) if rows else None

    def _any(self, session: Session) -> Innovation:
        return self._dice.choice(session.scalars(select(Innovation).order_by(Innovation.number)).all())
