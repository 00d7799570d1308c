"""The members of the own tree: the list, and the same as a table."""

from urllib.parse import urlencode

from flask import Blueprint, Response, abort, render_template, request
from flask_babel import gettext
from sqlalchemy.orm import Session

from rumah_inovasi.accounts import current
from rumah_inovasi.accounts.actor import Actor, Role
from rumah_inovasi.errors import NotFound
from rumah_inovasi.membership import member_queries, policy, request_queries, roles
from rumah_inovasi.membership.member_queries import Member, Wanted
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.organisations.model import Unit
from rumah_inovasi.web import tables
from rumah_inovasi.web.current import house, page_number
from rumah_inovasi.web.links import pager

blueprint = Blueprint("members", __name__)
PAGE_SIZE = 50
LONGEST_WORDS = 200


@blueprint.get("/ruang-kerja/anggota")
def members() -> str:
    """Members of the own tree, with the requests that wait on top."""
    actor, page = keeper(), page_number()
    wanted = _wanted()
    with house().database.read() as session:
        unit = _unit(session, actor, wanted)
        found, total = member_queries.members(session, actor, wanted, offset=(page - 1) * PAGE_SIZE, limit=PAGE_SIZE)
        requests = request_queries.open_requests(session, actor)
    if page > 1 and not found:
        raise NotFound("Halaman %(page)s tidak ada dalam daftar ini.", page=page)
    query = request.query_string.decode()
    return render_template(
        "membership/members.html",
        members=found,
        pager=pager(page, total, PAGE_SIZE, _address_without_page()),
        requests=requests,
        wanted=wanted,
        unit=unit,
        roles=roles.NAMES,
        csv_url=f"/ruang-kerja/anggota.csv?{query}" if query else "/ruang-kerja/anggota.csv",
    )


@blueprint.get("/ruang-kerja/anggota.csv")
def members_table() -> Response:
    """The same members, a line for each role."""
    actor = keeper()
    with house().database.read() as session:
        _unit(session, actor, _wanted())
        found, _total = member_queries.members(session, actor, _wanted())
    header = [
        gettext("Nama"),
        gettext("Jabatan"),
        gettext("Surel"),
        gettext("Unit"),
        gettext("Wilayah"),
        gettext("Peran"),
        gettext("Keadaan"),
    ]
    return tables.download(tables.as_csv(header, [row for member in found for row in _rows(member)]), "anggota.csv")


def keeper() -> Actor:
    """Who sends this request, as somebody who keeps members.

    Raises:
        SignInNeeded: nobody is signed in.
        Forbidden: the person keeps none.
    """
    actor = current.actor()
    policy.require(actor.manages)
    return actor


def state_of(member: Member) -> str:
    """How an account stands, in words."""
    if not member.account.is_open:
        return str(gettext("ditutup"))
    return str(gettext("aktif") if member.account.password_hash else gettext("belum menerima undangan"))


def _rows(member: Member) -> list[list[str]]:
    own = [member.account.name, member.account.position or "", member.account.email]
    places = [[post.unit.name, post.region.full_name, str(roles.NAMES[post.role])] for post in member.posts]
    return [[*own, *place, state_of(member)] for place in places or [["", "", ""]]]


def _wanted() -> Wanted:
    unit, role = request.args.get("unit", ""), request.args.get("peran", "")
    if unit and not (unit.isascii() and unit.isdigit() and len(unit) <= len("999999999")):
        abort(400, "Nomor unit (unit) harus bilangan bulat.")
    if role and role not in set(Role):
        abort(400, "Peran (peran) tidak dikenal.")
    words = request.args.get("q", "").replace("\0", "")[:LONGEST_WORDS]
    return Wanted(words.strip(), int(unit) if unit else None, Role(role) if role else None)


def _unit(session: Session, actor: Actor, wanted: Wanted) -> Unit | None:
    """The unit that narrows the list; one outside the own tree is told apart from none by nothing."""
    if wanted.unit is None:
        return None
    if not policy.may_manage(actor, wanted.unit):
        raise NotFound("Unit nomor %(number)s tidak ada.", number=wanted.unit)
    return organisations.unit(session, wanted.unit)


def _address_without_page() -> str:
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "hal"]
    return f"{request.path}?{urlencode(kept)}" if kept else request.path
