"""/ruang-kerja: the desk of whoever is signed in, and the table of units as a file."""

from flask import Blueprint, Response, render_template, request
from flask_babel import force_locale

from rumah_inovasi.accounts import current
from rumah_inovasi.accounts.actor import Role
from rumah_inovasi.errors import Forbidden
from rumah_inovasi.front import desk, first_steps, unit_table
from rumah_inovasi.web.current import house, vocabularies
from rumah_inovasi.web.tables import as_csv, as_xlsx, download

blueprint = Blueprint("desk", __name__)
ALL = "semua"


@blueprint.get("/ruang-kerja")
def own() -> str:
    """What waits for the reader; a local admin's begins with the units."""
    actor = current.actor()
    with house().database.read() as session:
        waiting = desk.waiting(session, actor, house().clock())
        writings = desk.writings(session, actor)
        table = unit_table.of(session, actor) if actor.holds(Role.LOCAL_ADMIN) else None
        return render_template(
            "desk/desk.html",
            actor=actor,
            waiting=waiting,
            writings=writings,
            steps=[] if waiting or writings else first_steps.of(actor),
            table=table,
            is_whole=ALL in request.args,
        )


@blueprint.get("/ruang-kerja/unit.<any(csv,xlsx):form>")
def units(form: str) -> Response:
    """All units of the own tree with their figures, in Indonesian as the names of its columns."""
    actor = current.actor()
    if not actor.holds(Role.LOCAL_ADMIN):
        raise Forbidden("Daftar unit ini untuk admin lokal.")
    with house().database.read() as session, force_locale("id"):
        rows = unit_table.cells(unit_table.of(session, actor), vocabularies(session))
    content = as_csv(unit_table.HEADER, rows) if form == "csv" else as_xlsx(unit_table.SHEET, unit_table.HEADER, rows)
    return download(content, f"unit.{form}")
