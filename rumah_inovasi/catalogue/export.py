"""A write-up for programs: plain JSON and the JSON-LD of its page."""

import json
from collections.abc import Sequence
from typing import Any

from rumah_inovasi import addresses
from rumah_inovasi.catalogue import metadata as facts
from rumah_inovasi.catalogue.model import Attachment
from rumah_inovasi.catalogue.presentation import WriteUp
from rumah_inovasi.catalogue.queries import Read
from rumah_inovasi.organisations.model import Region, Unit
from rumah_inovasi.web.site import NAME


def plain(
    reading: Read, region: Region, unit: Unit, base_url: str, attachments: Sequence[Attachment] = ()
) -> dict[str, Any]:
    """Number, address, facts (keys as in files), text, HTML and open attachments of a write-up."""
    innovation, revision = reading.innovation, reading.revision
    return {
        "nomor": innovation.number,
        "url": base_url + addresses.write_up(innovation.ref),
        "terbit": innovation.first_published_at.isoformat(),
        "diperbarui": revision.created_at.isoformat(),
        "revisi": revision.number,
        "unit": {"nomor": unit.id, "nama": unit.name, "jenis": unit.kind, "url": base_url + addresses.unit(unit.ref)},
        "nama_wilayah": region.full_name,
        "data": facts.dump(reading.metadata),
        "isi": revision.body,
        "html": revision.html,
        "berkas": [_file(row, base_url) for row in attachments],
    }


def _file(row: Attachment, base_url: str) -> dict[str, Any]:
    return {
        "nama": row.name,
        "jenis": row.media_type,
        "ukuran": row.size,
        "sha256": row.sha256,
        "url": base_url + addresses.attachment(row.innovation_number, row.name),
    }


def json_ld(item: WriteUp) -> str:
    """The page described in the words of schema.org; safe inside a script element."""
    publisher = {"@type": "Organization", "name": NAME}
    author = publisher if item.provenance == "redaksi" else {"@type": "GovernmentOrganization", "name": item.unit.label}
    described: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": item.title,
        "alternativeHeadline": item.long_form,
        "description": item.summary,
        "url": item.absolute_url,
        "inLanguage": item.language,
        "datePublished": item.published_at.isoformat(),
        "dateModified": item.revised_at.isoformat(),
        "author": author,
        "publisher": publisher,
        "about": {"@type": "GovernmentOrganization", "name": item.unit.label, "areaServed": item.region_full_name},
        "keywords": [tag.label for tag in item.tags],
        "citation": [source.url or source.title for source in item.sources],
        "license": "https://creativecommons.org/licenses/by/4.0/",
    }
    return data_block(described)


def data_block(described: dict[str, Any]) -> str:
    """JSON without what is empty, safe inside a script element, since it holds no `<`."""
    text = json.dumps({key: value for key, value in described.items() if value}, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
