"""Rows and facts into what pages show: names instead of ids, addresses instead of numbers.

Everything is a small frozen value; templates decide nothing but its look.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext
from markupsafe import Markup

from rumah_inovasi import addresses
from rumah_inovasi.catalogue import labels, section_texts
from rumah_inovasi.catalogue.metadata import Award, Contact, ForCitizens, Metadata, Origin, Source
from rumah_inovasi.catalogue.model import Attachment
from rumah_inovasi.catalogue.queries import Listed, Read
from rumah_inovasi.files.kinds import TRAITS
from rumah_inovasi.organisations.model import Region, Unit
from rumah_inovasi.vocabulary.queries import Vocabularies
from rumah_inovasi.web.links import Link

FILE_KINDS = {traits.media_type: kind.name for kind, traits in TRAITS.items()}
TONES = {"berhenti": "stop", "bertransformasi": "neutral", "tidak-terkonfirmasi": "due"}


@dataclass(frozen=True)
class Status:
    """Whether an innovation still runs, in words. `tone` only supports the words, it never replaces them."""

    id: str
    label: str
    tone: str
    as_of: str | None = None
    source: str | None = None


@dataclass(frozen=True)
class Card:
    """A write-up in a list."""

    number: int
    title: str
    long_form: str | None
    summary: str
    url: str
    region: Link
    unit: Link
    started: str | None
    topics: Sequence[Link]
    status: Status
    applied_in: int | None  # other kabupaten/kota; none where it is applied nowhere else at all
    provenance: str


@dataclass(frozen=True)
class Heading:
    """A heading of the text, for the table of contents."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True)
class Goal:
    """A Sustainable Development Goal."""

    no: str
    label: str
    url: str


@dataclass(frozen=True)
class LegalBasis:
    """A regulation or decree; `url` leads to its text where that is attached."""

    kind: str
    number: str | None
    date: str | None
    url: str | None


@dataclass(frozen=True)
class AttachedFile:
    """A file that readers may fetch; `kind` is PDF, PNG and so on, `size` counts bytes."""

    label: str
    url: str
    kind: str
    size: int


@dataclass(frozen=True)
class Cost:
    """Range and source of the money."""

    range_label: str | None
    fund: str | None


@dataclass(frozen=True)
class WriteUp:
    """A write-up as it is read."""

    number: int
    title: str
    long_form: str | None
    summary: str
    html: Markup
    headings: Sequence[Heading]
    url: str
    absolute_url: str
    provenance: str
    newest_source: str | None
    status: Status
    region: Link
    region_full_name: str
    unit: Link
    unit_kind: str
    started: str | None
    topics: Sequence[Link]
    sdgs: Sequence[Goal]
    cettar: Sequence[str]
    form: str | None
    kind: str | None
    stage: str | None
    initiator: str | None
    innovators: Sequence[str]
    partners: Sequence[str]
    for_citizens: ForCitizens | None
    contact: Contact | None
    legal: Sequence[LegalBasis]
    cost: Cost | None
    staff: str | None
    tags: Sequence[Link]
    service_url: str | None
    video_url: str | None
    identifiers: Sequence[tuple[str, str]]
    origin: Origin | None
    awards: Sequence[Award]
    sources: Sequence[Source]
    attachments: Sequence[AttachedFile]
    missing_sections: Sequence[str]
    language: str
    license: str
    published_at: datetime
    revised_at: datetime
    revision: int
    citation: str

    @property
    def owner(self) -> str:
        """The unit and its region, the region once only: many units carry it in their names."""
        if self.region_full_name in self.unit.label:
            return self.unit.label
        return f"{self.unit.label}, {self.region_full_name}"

    @property
    def markdown_url(self) -> str:
        """Source and metadata as a Markdown file."""
        return f"{self.url}.md"

    @property
    def json_url(self) -> str:
        """Facts and text for programs."""
        return f"{self.url}.json"

    @property
    def sheet_url(self) -> str:
        """One printable page."""
        return f"{self.url}/lembar"

    @property
    def history_url(self) -> str:
        """All revisions."""
        return f"{self.url}/riwayat"

    @property
    def letter_url(self) -> str:
        """Whom to write to, and a ready letter."""
        return f"{self.url}/replikasi"


def status(state: str, vocabularies: Vocabularies, as_of: str | None = None, source: str | None = None) -> Status:
    """A sustainability state in words."""
    return Status(state, vocabularies.name("keberlanjutan", state), TONES.get(state, "alive"), as_of, source)


def cards(rows: Iterable[Listed], vocabularies: Vocabularies, applied: Mapping[int, int]) -> list[Card]:
    """Write-ups in a list; `applied` tells of those applied elsewhere in how many kabupaten/kota."""
    return [
        Card(
            number=row.innovation.number,
            title=row.innovation.title,
            long_form=row.innovation.long_form,
            summary=row.innovation.summary,
            url=addresses.write_up(row.innovation.ref),
            region=Link(row.region.label, addresses.region(row.region.ref)),
            unit=Link(row.unit.name, addresses.unit(row.unit.ref)),
            started=row.innovation.started,
            topics=topics(row.topics, vocabularies),
            status=status(row.innovation.sustainability, vocabularies),
            applied_in=applied.get(row.innovation.number),
            provenance=row.innovation.provenance,
        )
        for row in rows
    ]


def topics(terms: Iterable[str], vocabularies: Vocabularies) -> list[Link]:
    """Links to the pages of topics."""
    return [Link(vocabularies.name("urusan", term), addresses.topic(term)) for term in terms]


def write_up(
    reading: Read,
    region: Region,
    unit: Unit,
    vocabularies: Vocabularies,
    *,
    base_url: str,
    site_name: str,
    attachments: Sequence[Attachment] = (),
) -> WriteUp:
    """One write-up as its page shows it; `attachments` are those that readers may fetch."""
    innovation, revision, facts = reading.innovation, reading.revision, reading.metadata
    url = addresses.write_up(innovation.ref)
    headings = [Heading(*heading) for heading in revision.headings]
    return WriteUp(
        number=innovation.number,
        title=facts.title,
        long_form=facts.long_form,
        summary=facts.summary,
        html=Markup(revision.html),  # noqa: S704 - the HTML of markup/, cleaned and checked when it was saved
        headings=headings,
        url=url,
        absolute_url=base_url + url,
        newest_source=facts.newest_source,
        status=_status(facts, vocabularies),
        region=Link(region.label, addresses.region(region.ref)),
        region_full_name=region.full_name,
        unit=Link(unit.name, addresses.unit(unit.ref)),
        unit_kind=vocabularies.name("jenis-unit", unit.kind),
        missing_sections=[
            labels.section(title)
            for title in section_texts.missing(heading.text for heading in headings if heading.level == 2)  # noqa: PLR2004 - sections
        ],
        published_at=innovation.first_published_at,
        revised_at=revision.created_at,
        revision=revision.number,
        citation=citation(reading, unit, base_url + url, site_name),
        attachments=_attached(facts, attachments),
        legal=_legal(facts, attachments),
        **_named(facts, vocabularies),
    )


def _named(facts: Metadata, vocabularies: Vocabularies) -> dict[str, Any]:
    """The facts that only need names for their ids, by field of WriteUp."""

    def name(kind: str, term: str | None) -> str | None:
        return vocabularies.name(kind, term) if term else None

    def of_sdg(no: str) -> Goal:
        return Goal(no, vocabularies.name("sdg", no), addresses.search(sdg=no))

    cost, ids = facts.cost, facts.identifiers
    pairs = (("JIPPNas", ids.jippnas), ("SINOVIK", ids.sinovik), ("IGA", ids.iga)) if ids else ()
    return {
        "provenance": facts.provenance,
        "started": facts.started,
        "topics": topics(facts.topics, vocabularies),
        "sdgs": [of_sdg(no) for no in facts.sdgs],
        "cettar": [vocabularies.name("cettar", term) for term in facts.cettar],
        "form": name("bentuk", facts.form),
        "kind": name("jenis", facts.kind),
        "stage": name("tahapan", facts.stage),
        "initiator": name("inisiator", facts.initiator),
        "innovators": facts.innovators,
        "partners": facts.partners,
        "for_citizens": facts.for_citizens,
        "contact": facts.contact,
        "cost": Cost(name("kisaran-biaya", cost.range), cost.fund) if cost else None,
        "staff": facts.staff,
        "tags": [Link(tag, addresses.tag(tag)) for tag in facts.tags],
        "service_url": facts.service_url,
        "video_url": facts.video_url,
        "identifiers": [(label, value) for label, value in pairs if value],
        "origin": facts.origin,
        "awards": facts.awards,
        "sources": sorted(facts.sources, key=lambda source: source.date or "", reverse=True),
        "language": facts.language,
        "license": vocabularies.name("lisensi", facts.license),
    }


def _attached(facts: Metadata, rows: Iterable[Attachment]) -> list[AttachedFile]:
    captions = {item.name: item.caption for item in facts.attachments}
    return [
        AttachedFile(
            label=captions.get(row.name) or row.name,
            url=addresses.attachment(row.innovation_number, row.name),
            kind=FILE_KINDS.get(row.media_type, row.media_type),
            size=row.size,
        )
        for row in rows
    ]


def _legal(facts: Metadata, rows: Iterable[Attachment]) -> list[LegalBasis]:
    urls = {row.name: addresses.attachment(row.innovation_number, row.name) for row in rows}
    return [LegalBasis(law.kind, law.number, law.date, urls.get(law.file or "")) for law in facts.legal]


def _status(facts: Metadata, vocabularies: Vocabularies) -> Status:
    stated = facts.sustainability
    if stated is None:
        return status(facts.sustainability_state, vocabularies)
    return status(stated.status, vocabularies, stated.as_of, stated.source)


def citation(reading: Read, unit: Unit, url: str, site_name: str) -> str:
    """How to cite the write-up: author, year, title, site, revision, address."""
    by_editors = reading.metadata.provenance == "redaksi"
    author = gettext("Redaksi %(site)s", site=site_name) if by_editors else unit.name
    year = reading.revision.created_at.year
    revision = gettext("revisi %(n)s", n=reading.revision.number)
    return f"{author}. {year}. “{reading.metadata.title}.” {site_name}, {revision}. {url}"
