"""Home, the 38, units, and what the house says of itself."""

from collections import Counter

from flask import Blueprint, make_response, redirect, render_template
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rumah_inovasi import addresses
from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.catalogue.model import TermKind
from rumah_inovasi.catalogue.queries import PAGE_SIZE
from rumah_inovasi.catalogue.showing import cards_of
from rumah_inovasi.front import figures, region_page
from rumah_inovasi.learning import queries as learning
from rumah_inovasi.learning.queries import Wanted
from rumah_inovasi.learning.showing import cards_of as workshop_cards
from rumah_inovasi.learning.showing import today
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.organisations.model import UnitState
from rumah_inovasi.organisations.tiles import TileMap, tile_map
from rumah_inovasi.replication import queries as replication
from rumah_inovasi.web.current import base_url, house, page_number, vocabularies
from rumah_inovasi.web.links import Counted, Link, pager

blueprint = Blueprint("front", __name__)
NEWEST = 6
EXAMPLES = ("antrean", "stunting", "sampah", "akta kelahiran")
MOST_TOPICS = 10
MOST_WORKSHOPS = 3


@blueprint.get("/")
def home() -> str:
    """The search box, what is new, and the map of the 38."""
    with house().database.read() as session:
        words = vocabularies(session)
        counts = catalogue.counts_by_term(session, TermKind.TOPIC)
        topics = [
            Counted(words.name("urusan", term), addresses.topic(term), count)
            for term, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST_TOPICS]
        ]
        return render_template(
            "front/home.html",
            figures=figures.of_house(session),
            newest=cards_of(session, catalogue.newest(session, NEWEST)),
            workshops=workshop_cards(session, learning.upcoming(session, Wanted(), on=today(), limit=MOST_WORKSHOPS)),
            map=_born(session),
            topics=topics,
            examples=[Link(words_, addresses.search(q=words_)) for words_ in EXAMPLES],
            canonical=base_url() + "/",
        )


@blueprint.get("/wilayah")
def regions() -> str:
    """The 38 kabupaten/kota as a map and as a table."""
    with house().database.read() as session:
        found = organisations.regions(session)
        born = catalogue.counts_by_region(session)
        applied = {
            (row.region_code, innovation.number)
            for innovation, row in replication.public(session)
            if row.is_applied and row.region_code and not row.is_expansion(innovation.region_code)
        }
        return render_template(
            "front/regions.html",
            map=_born(session),
            regions=[region_page.facts(region, found) for region in found.values()],
            urls={code: addresses.region(region.ref) for code, region in found.items()},
            born=born,
            taken_up=Counter(code for code, _number in applied),
            canonical=base_url() + "/wilayah",
        )


@blueprint.get("/wilayah/<ref>")
def region(ref: str) -> Response:
    """One region: its story, what was born, taken up and given away, and its units."""
    with house().database.read() as session:
        found = organisations.region_of_ref(session, ref)
        if ref != found.ref:
            return redirect(addresses.region(found.ref), 301)
        words = vocabularies(session)
        all_regions = organisations.regions(session)
        page = catalogue.of_region(session, found.code, page_number())
        taken, given = region_page.taken_and_given(session, found.code)
        url = addresses.region(found.ref)
        return make_response(
            render_template(
                "front/region.html",
                region=region_page.facts(found, all_regions),
                sentence=region_page.sentence(found, page.total, taken, given),
                born=cards_of(session, page.rows),
                pager=pager(page.number, page.total, PAGE_SIZE, url),
                search_url=addresses.search(wilayah=found.code),
                taken_up=region_page.exchanges(taken, all_regions, words),
                given_away=region_page.exchanges(given, all_regions, words),
                units=region_page.units(session, found, words),
                kecamatan=region_page.kecamatan(session, found),
                workshops=workshop_cards(session, learning.of_region(session, found.code)),
                canonical=base_url() + url if page.number == 1 else None,
            )
        )


@blueprint.get("/unit/<ref>")
def unit(ref: str) -> Response:
    """One unit with its write-ups and workshops, and those whose work it carries on; a merged one leads on."""
    with house().database.read() as session:
        found = organisations.unit_of_ref(session, ref)
        successors = organisations.successors(session, found.id)
        if found.state == UnitState.MERGED and len(successors) == 1:
            return redirect(addresses.unit(successors[0].ref), 301)
        if ref != found.ref:
            return redirect(addresses.unit(found.ref), 301)
        home_region = organisations.region(session, found.region_code)
        line = organisations.line_of_descent(session, found)[1:]
        above = organisations.units_by_id(session, set(line))
        itself = organisations.with_predecessors(session, found.id)
        page = catalogue.of_units(session, itself, page_number())
        pairs = replication.taken_up_by_units(session, itself)
        taken_up = [pair for pair in pairs if pair[0].unit_id not in itself]  # units that were merged since
        url = addresses.unit(found.ref)
        return make_response(
            render_template(
                "front/unit.html",
                unit=found,
                kind=vocabularies(session).name("jenis-unit", found.kind),
                region=Link(home_region.full_name, addresses.region(home_region.ref)),
                above=[Link(above[number].name, addresses.unit(above[number].ref)) for number in reversed(line)],
                successors=[Link(item.name, addresses.unit(item.ref)) for item in successors],
                former_names=organisations.former_names(session, found.id),
                children=[
                    Link(item.name, addresses.unit(item.ref))
                    for item in organisations.children(session, found.id)
                    if item.state == UnitState.ACTIVE
                ],
                cards=cards_of(session, page.rows),
                taken_up=region_page.exchanges(taken_up, organisations.regions(session), vocabularies(session)),
                workshops=workshop_cards(session, learning.of_units(session, itself)),
                pager=pager(page.number, page.total, PAGE_SIZE, url),
                canonical=base_url() + url if page.number == 1 else None,
            )
        )


@blueprint.get("/tentang")
def about() -> str:
    """What the house is, who runs it, by which rules."""
    return render_template("front/about.html", canonical=base_url() + "/tentang")


@blueprint.get("/privasi")
def privacy() -> str:
    """What the site knows of its readers."""
    return render_template("front/privacy.html", canonical=base_url() + "/privasi")


def _born(session: Session) -> TileMap:
    return tile_map(
        organisations.regencies(session),
        catalogue.counts_by_region(session),
        gettext("Inovasi menurut kabupaten/kota asalnya"),
        gettext("Inovasi"),
    )
