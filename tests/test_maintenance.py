"""Work on the whole house: rendering anew, exporting, comparing with the archive."""

from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from rumah_inovasi import audit, maintenance
from rumah_inovasi.audit import AuditEntry
from rumah_inovasi.catalogue.model import Revision
from rumah_inovasi.house import House
from rumah_inovasi.learning.model import WorkshopRevision
from rumah_inovasi.maintenance import Difference
from rumah_inovasi.markup.rendered import MARKUP_VERSION
from tests.backup.houses import attached
from tests.catalogue.publishing import version
from tests.factories import put, write_up
from tests.learning.samples import held, workshop

FILE = "inovasi/2026/1-antrean-ringkas.md"


def age(house: House) -> None:
    """Make all HTML that of an older renderer."""
    with house.database.write() as session:
        session.execute(update(Revision).values(html="<p>lama</p>", markup_version=MARKUP_VERSION - 1))


def html(house: House) -> list[str]:
    with house.database.read() as session:
        return list(session.scalars(select(Revision.html).order_by(Revision.id)))


def test_html_of_older_renderers_is_made_anew_for_every_revision(any_house: House) -> None:
    put(any_house, write_up(body="Dulu."))
    put(any_house, write_up(body="Kini.", extra="nomor: 1\n"))
    age(any_house)
    before = version(any_house)
    assert maintenance.render_outdated(any_house) == (2, [])
    assert html(any_house) == ["<p>Dulu.</p>", "<p>Kini.</p>"]
    assert version(any_house) > before
    assert maintenance.render_outdated(any_house) == (0, [])


def test_workshops_are_rendered_anew_too(any_house: House) -> None:
    held(any_house, workshop(body="Baik."))
    with any_house.database.write() as session:
        session.execute(update(WorkshopRevision).values(html="<p>lama</p>", markup_version=0))
    assert maintenance.render_outdated(any_house) == (1, [])
    with any_house.database.read() as session:
        assert list(session.scalars(select(WorkshopRevision.html))) == ["<p>Baik.</p>"]
    assert maintenance.render_outdated(any_house) == (0, [])


def test_text_that_can_no_longer_be_rendered_stops_no_other_and_keeps_its_html(house: House) -> None:
    put(house, write_up("Satu", body="Baik."))
    put(house, write_up("Dua", body="Baik."))
    age(house)
    with house.database.write() as session:
        session.execute(update(Revision).where(Revision.id == 1).values(body="a" * 10_001))
    done, problems = maintenance.render_outdated(house)
    assert (done, len(problems)) == (1, 1)
    assert problems[0].startswith("Revisi 1: ")
    assert html(house) == ["<p>lama</p>", "<p>Baik.</p>"]


def test_export_writes_only_what_is_not_there_yet(any_house: House, tmp_path: Path) -> None:
    put(any_house, write_up("Satu"))
    put(any_house, write_up("Dua"))
    assert maintenance.export(any_house, tmp_path / "keluar") == (2, 2, [])
    assert maintenance.export(any_house, tmp_path / "keluar") == (0, 2, [])
    (tmp_path / "keluar" / "inovasi" / "2026" / "2-dua.md").unlink()
    assert maintenance.export(any_house, tmp_path / "keluar") == (1, 2, [])


def test_export_goes_on_past_a_place_that_cannot_be_written(house: House, tmp_path: Path) -> None:
    put(house, write_up("Satu"))
    put(house, write_up("Dua"), name="dua.md")
    (tmp_path / "arsip/inovasi/2026/1-satu.md").mkdir(parents=True)
    written, total, problems = maintenance.export(house, tmp_path / "arsip")
    assert (written, total) == (1, 2)
    assert len(problems) == 1
    assert "1-satu.md tidak dapat ditulis" in problems[0]
    assert (tmp_path / "arsip/inovasi/2026/2-dua.md").is_file()


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [(FILE, None, "hilang"), (FILE, b"diubah", "berbeda"), ("inovasi/2026/9-asing.md", b"x", "tidak dikenal")],
)
def test_what_differs_from_the_archive_is_named(house: House, name: str, data: bytes | None, kind: str) -> None:
    content = house.settings.content_dir
    put(house, write_up(), folder=content)
    assert maintenance.differences(house) == []
    if data is None:
        (content / name).unlink()
    else:
        (content / name).write_bytes(data)
    assert maintenance.differences(house) == [Difference(kind, name)]


def test_archive_without_a_folder_lacks_every_file(house: House) -> None:
    put(house, write_up())
    assert maintenance.differences(house) == [Difference("hilang", FILE)]


def test_bytes_that_rows_name_and_the_store_has_lost_are_told(any_house: House) -> None:
    key, letter, whole = attached(any_house), any_house.files.put(b"surat").key, any_house.files.put(b"utuh").key
    with any_house.database.write() as session:
        audit.record(session, None, "coba", "coba", 1, now=any_house.clock(), files=[{"key": letter}, {"key": whole}])
        number = session.scalars(select(func.max(AuditEntry.id))).one()
    assert maintenance.file_differences(any_house) == []
    any_house.files.put_back(key, b"")
    any_house.files.delete(letter)
    assert maintenance.file_differences(any_house) == sorted(
        [Difference("berbeda", f"{key} (attachment 1)"), Difference("hilang", f"{letter} (audit_entry {number})")],
        key=lambda item: item.path,
    )
