"""How the house is, for programs that watch it: running, able to serve, and figures for Prometheus."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, jsonify
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, ProcessCollector, generate_latest
from sqlalchemy import text
from sqlalchemy.orm import Session

from rumah_inovasi import outbox, public_version
from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.mail import letters
from rumah_inovasi.migrations.upgrade import HEAD
from rumah_inovasi.retries import QueueStatus
from rumah_inovasi.search.current import engine
from rumah_inovasi.search.port import EngineState, Health
from rumah_inovasi.web.current import house

blueprint = Blueprint("health", __name__)
LONG_SECONDS = 60  # a relay that works takes a change within a moment


@dataclass(frozen=True)
class Condition:
    """What is known of database, index, relay and mail. `step` is the form of the database."""

    step: str | None
    index: EngineState
    waiting: QueueStatus
    letters: QueueStatus
    write_ups: int
    public_version: int
    now: datetime

    @property
    def is_able(self) -> bool:
        """Whether pages can be served; without an index the database answers searches."""
        return self.step == HEAD

    @property
    def word(self) -> str:
        """`ok`, `degraded` where somebody should look, `migrate` where the database has another form."""
        if not self.is_able:
            return "migrate"
        waits_long = self.oldest_seconds > LONG_SECONDS
        is_swift = self.index.health is Health.READY and not self.index.slow_because
        is_sound = is_swift and not (self.waiting.parked or self.waiting.failing or waits_long)
        return "ok" if is_sound else "degraded"

    @property
    def oldest_seconds(self) -> int:
        """For how long the oldest change has been waiting for the relay; 0 where none waits."""
        return self._seconds_since(self.waiting.oldest_pending)

    @property
    def oldest_letter_seconds(self) -> int:
        """For how long the oldest letter has been waiting; a mail server that is down says nothing about the site."""
        return self._seconds_since(self.letters.oldest_pending)

    def _seconds_since(self, moment: datetime | None) -> int:
        return max(int((self.now - moment).total_seconds()), 0) if moment else 0


@blueprint.after_request
def keep_nowhere(response: Response) -> Response:
    """What was true a moment ago tells nothing."""
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/healthz")
def healthz() -> Response:
    """The process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
def readyz() -> tuple[Response, int]:
    """Whether the house can serve, and how database, index and relay are."""
    with house().database.read() as session:
        step = _step(session)
        if step != HEAD:  # nothing else can be asked of a database of another form
            return jsonify(status="migrate", database=step), 503
        found = _condition(session, step)
    answer = jsonify(
        status=found.word,
        database=found.step,
        index={
            "status": found.index.health,
            "generation": found.index.generation,
            "documents": found.index.documents,
            "slow_because": found.index.slow_because or None,
        },
        outbox={
            "pending": found.waiting.pending,
            "failing": found.waiting.failing,
            "parked": found.waiting.parked,
            "oldest_seconds": found.oldest_seconds,
        },
        mail={
            "pending": found.letters.pending,
            "failing": found.letters.failing,
            "parked": found.letters.parked,
            "oldest_seconds": found.oldest_letter_seconds,
        },
    )
    return answer, 200


@blueprint.get("/metrics")
def metrics() -> Response:
    """Figures in the text form of Prometheus; those named process_ are of the worker that answers."""
    with house().database.read() as session:
        found = _condition(session, _step(session))
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    figures = (
        ("write_ups", "Published write-ups", found.write_ups),
        ("public_version", "Public changes so far", found.public_version),
        ("index_ready", "1 where the index answers, else 0", found.index.health is Health.READY),
        ("index_slow", "1 where the index answers without its arrays, slowly", bool(found.index.slow_because)),
        ("index_documents", "Write-ups in the index", found.index.documents),
        ("outbox_pending", "Changes that wait for the relay", found.waiting.pending),
        ("outbox_failing", "Changes among them that failed before", found.waiting.failing),
        ("outbox_parked", "Changes given up until somebody asks for them", found.waiting.parked),
        ("outbox_oldest_seconds", "Age of the oldest waiting change", found.oldest_seconds),
        ("mail_pending", "Letters that wait to be sent", found.letters.pending),
        ("mail_failing", "Letters among them that failed before", found.letters.failing),
        ("mail_parked", "Letters given up until somebody asks for them", found.letters.parked),
        ("mail_oldest_seconds", "Age of the oldest waiting letter", found.oldest_letter_seconds),
    )
    for name, meaning, value in figures:
        Gauge(f"rumah_inovasi_{name}", meaning, registry=registry).set(value)
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _step(session: Session) -> str | None:
    step: str | None = session.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return step


def _condition(session: Session, step: str | None) -> Condition:
    return Condition(
        step=step,
        index=engine().state(),
        waiting=outbox.status(session),
        letters=letters.status(session),
        write_ups=catalogue.count(session),
        public_version=public_version.current(session),
        now=house().clock(),
    )
