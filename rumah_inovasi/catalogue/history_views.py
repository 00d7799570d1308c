"""Pages of a write-up's past: all revisions, one of them, two word by word."""

from flask import Blueprint, abort, make_response, render_template, request
from werkzeug.wrappers import Response

from rumah_inovasi import addresses
from rumah_inovasi.accounts import current
from rumah_inovasi.catalogue import comparison, labels, policy, queries
from rumah_inovasi.catalogue.queries import Read
from rumah_inovasi.catalogue.showing import readable, shown
from rumah_inovasi.web.current import house

blueprint = Blueprint("history", __name__)


@blueprint.get("/inovasi/<ref>/riwayat")
def history(ref: str) -> Response:
    """All public revisions of a write-up."""
    with house().database.read() as session:
        reading, moved = readable(session, ref, "/riwayat")
        if moved:
            return moved
        url = addresses.write_up(reading.innovation.ref)
        rows = [
            {
                "number": row.number,
                "at": row.created_at,
                "author": row.author,
                "message": row.message,
                "older": row.number - 1,
                "url": f"{url}/revisi/{row.number}",
                "compare_url": f"{url}/bandingkan?dari={row.number - 1}&ke={row.number}" if row.number > 1 else None,
            }
            for row in queries.history(session, reading.innovation.number)
        ]
        return make_response(render_template("catalogue/history.html", writeup=shown(session, reading), revisions=rows))


@blueprint.get("/inovasi/<ref>/revisi/<int(max=99999):number>")
def revision(ref: str, number: int) -> Response:
    """A former or the present revision as it was."""
    with house().database.read() as session:
        reading, moved = readable(session, ref, f"/revisi/{number}")
        if moved:
            return moved
        old = queries.read(session, reading.innovation, number)
        item = shown(session, old)
        return make_response(
            render_template(
                "catalogue/revision.html",
                writeup=item,
                is_current=number == reading.innovation.revision,
                revision=old.revision,
                may_restore=_may_restore(reading),
                canonical=item.absolute_url,
            )
        )


@blueprint.get("/inovasi/<ref>/bandingkan")
def compare_revisions(ref: str) -> Response:
    """Two revisions word by word."""
    with house().database.read() as session:
        reading, moved = readable(session, ref, "/bandingkan")
        if moved:
            return moved
        numbers = [row.number for row in queries.history(session, reading.innovation.number)]
        old = _chosen_revision("dari", max(1, reading.innovation.revision - 1))
        new = _chosen_revision("ke", reading.innovation.revision)
        diffs = comparison.compare(
            queries.read(session, reading.innovation, old), queries.read(session, reading.innovation, new)
        )
        return make_response(
            render_template(
                "catalogue/compare.html",
                writeup=shown(session, reading),
                fields=diffs,
                label=labels.field,
                numbers=numbers,
                old=old,
                new=new,
            )
        )


def _may_restore(reading: Read) -> bool:
    actor = current.viewer()
    return actor is not None and policy.may_write(actor, reading.innovation.unit_id)


def _chosen_revision(name: str, default: int) -> int:
    text = request.args.get(name, str(default))
    if not (text.isascii() and text.isdigit() and len(text) < 9):  # noqa: PLR2004 - more than any history has
        abort(400, "Nomor revisi (dari, ke) harus bilangan bulat.")
    return int(text)
