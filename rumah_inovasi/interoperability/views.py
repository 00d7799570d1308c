"""Write-ups as archive files and as a feed, and what tells browsers and search engines where things are."""

from flask import Blueprint, Response, make_response, redirect, render_template
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from rumah_inovasi import addresses
from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.catalogue.model import TermKind
from rumah_inovasi.catalogue.showing import cards_of
from rumah_inovasi.handbook import chapters
from rumah_inovasi.interoperability import workshop_archive
from rumah_inovasi.interoperability.archive import ArchiveFile, archive_file
from rumah_inovasi.learning import queries as learning
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.organisations.model import UnitState
from rumah_inovasi.search import feed
from rumah_inovasi.web.current import base_url, house
from rumah_inovasi.web.site import NAME

blueprint = Blueprint("interoperability", __name__)
FIXED = ("/", "/wilayah", "/urusan", "/replikasi", "/pelatihan", "/tentang", "/privasi", "/panduan")
NEWEST = 20  # entries of the feed
ROBOTS = """\
User-agent: *
Disallow: /cari?
Disallow: /cari.
Disallow: /cari/
Disallow: /pilihan?

Sitemap: {base}/sitemap.xml
"""


@blueprint.get("/inovasi/<ref>.md")
def markdown(ref: str) -> BaseResponse:
    """Facts and text of a write-up as they stand in the archive."""
    with house().database.read() as session:
        found = catalogue.published(session, catalogue.number_of_ref(ref))
        if ref != found.ref:
            return redirect(f"{addresses.write_up(found.ref)}.md", 301)
        return _as_markdown(archive_file(session, found.number), addresses.write_up(found.ref))


@blueprint.get("/pelatihan/<ref>.md")
def workshop_markdown(ref: str) -> BaseResponse:
    """Facts and text of a workshop as they stand in the archive."""
    with house().database.read() as session:
        found = learning.published(session, learning.number_of_ref(ref))
        if ref != found.ref:
            return redirect(f"{addresses.workshop(found.ref)}.md", 301)
        return _as_markdown(workshop_archive.archive_file(session, found.number), addresses.workshop(found.ref))


@blueprint.get("/langganan/inovasi.atom")
def newest() -> Response:
    """What was published or revised last, as a feed."""
    with house().database.read() as session:
        rows = catalogue.newest(session, NEWEST)
        title = f"{gettext('Inovasi terbaru')} — {NAME}"
        entries = feed.entries(zip(rows, cards_of(session, rows), strict=True))
        return feed.feed(title, entries, own_path="/langganan/inovasi.atom", page_path=addresses.search(urut="terbaru"))


@blueprint.get("/opensearch.xml")
def opensearch() -> Response:
    """How browsers search here from their own box."""
    response = make_response(render_template("interoperability/opensearch.xml", base=base_url()))
    response.headers["Content-Type"] = "application/opensearchdescription+xml; charset=utf-8"
    return response


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    """Every public page, for search engines."""
    with house().database.read() as session:
        innovations = catalogue.all_published(session)
        units = organisations.units_by_id(session, {item.unit_id for item in innovations})
        topics = catalogue.counts_by_term(session, TermKind.TOPIC)
        tags = catalogue.counts_by_term(session, TermKind.TAG)
        pages: list[tuple[str, str | None]] = [(path, None) for path in FIXED]
        pages += [(addresses.chapter(slug), None) for slug in chapters.SLUGS]
        pages += [(addresses.region(region.ref), None) for region in organisations.regions(session).values()]
        pages += [(addresses.topic(term), None) for term in sorted(topics)]
        pages += [(addresses.tag(term), None) for term in sorted(tags)]
        # The address of a merged unit only leads to its successor.
        pages += [(addresses.unit(unit.ref), None) for unit in units.values() if unit.state != UnitState.MERGED]
        dated = [(addresses.write_up(item.ref), item.updated_at.date().isoformat()) for item in innovations]
        workshops = learning.all_published(session)
        dated += [(addresses.workshop(item.ref), item.updated_at.date().isoformat()) for item in workshops]
    response = make_response(render_template("interoperability/sitemap.xml", base=base_url(), pages=[*pages, *dated]))
    response.headers["Content-Type"] = "application/xml; charset=utf-8"
    return response


@blueprint.get("/robots.txt")
def robots() -> Response:
    """What machines may fetch: everything but endless lists of filters."""
    response = make_response(ROBOTS.format(base=base_url()))
    response.headers["Content-Type"] = "text/plain; charset=utf-8"
    return response


def _as_markdown(file: ArchiveFile, page: str) -> Response:
    response = make_response(file.data)
    response.headers["Content-Type"] = "text/markdown; charset=utf-8"
    response.headers["Link"] = f'<{base_url()}{page}>; rel="canonical"'
    return response
