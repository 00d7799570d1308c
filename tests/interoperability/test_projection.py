"""The archive is equal to what is public, whatever changed, and never takes what somebody wrote there by hand."""

import os
import shutil
from contextlib import closing
from dataclasses import replace

from sqlalchemy import delete, update

from rumah_inovasi import outbox
from rumah_inovasi.accounts.actor import SYSTEM
from rumah_inovasi.catalogue.model import Innovation, State
from rumah_inovasi.files.store import FolderStore
from rumah_inovasi.house import House
from rumah_inovasi.interoperability import reading
from rumah_inovasi.interoperability.archive_entry import ArchiveEntry
from rumah_inovasi.maintenance import differences, export
from rumah_inovasi.organisations import actions as organisation_actions
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.relay.projections import Change
from rumah_inovasi.relay.relay import Outcome
from rumah_inovasi.relay.waking import waking_of
from tests.factories import importer, put, write_up
from tests.files.samples import pdf
from tests.interoperability.keeping import (
    BY_HAND,
    FIRST,
    RENAMED,
    YEAR,
    apply,
    attach,
    commits,
    entries,
    projection,
    relay,
    retitle,
    rows,
    tree,
    withdraw,
)

# What stands outside


def test_published_write_up_has_its_file_and_an_empty_house_has_nothing(any_house: House) -> None:
    made = projection(any_house)
    assert made.is_whole()
    relay(any_house).catch_up()
    assert not any_house.settings.content_dir.exists()
    put(any_house, write_up())
    assert not made.is_whole()
    relay(any_house).catch_up()
    assert made.is_whole()
    assert list(tree(any_house)) == [FIRST]
    assert differences(any_house) == []
    assert entries(any_house) == {FIRST: (1, True)}


def test_new_title_leaves_no_file_under_the_old_one_and_the_year_stays(any_house: House) -> None:
    put(any_house, write_up("Lama", extra="nomor: 5\nterbit: 2019-03-01T00:00:00Z\n"))
    relay(any_house).catch_up()
    put(any_house, write_up("Baru", extra="nomor: 5\n"), name="baru.md")
    relay(any_house).catch_up()
    assert list(tree(any_house)) == ["inovasi/2019/5-baru.md"]
    assert differences(any_house) == []


def test_renamed_unit_reaches_the_files_of_its_write_ups(kept: House) -> None:
    put(kept, write_up("Dua", unit="RSUD Contoh", kind="rsud"), name="dua.md")
    relay(kept).catch_up()
    with kept.database.write() as session:
        unit = organisations.unit_by_name(session, "35.15", "Puskesmas Contoh")
        assert unit is not None
        organisation_actions.rename(session, SYSTEM, unit, "Puskesmas Anyar", now=kept.clock())
    relay(kept).catch_up()
    assert b"unit: Puskesmas Anyar\n" in tree(kept)[FIRST]
    assert differences(kept) == []


def test_withdrawal_leaves_the_tombstone_and_takes_the_attachments(any_house: House) -> None:
    attach(any_house, "sk.pdf", pdf())
    relay(any_house).catch_up()
    assert list(tree(any_house)) == [FIRST, f"{YEAR}/1/sk.pdf"]
    withdraw(any_house)
    relay(any_house).catch_up()
    assert list(tree(any_house)) == [FIRST]
    assert b"\nditarik: {" in tree(any_house)[FIRST]
    assert not (any_house.settings.content_dir / YEAR / "1").exists()
    assert entries(any_house).keys() == {FIRST}


def test_draft_has_no_file_and_what_became_one_loses_it(kept: House) -> None:
    with kept.database.write() as session:
        session.execute(update(Innovation).values(state=State.DRAFT.value))
    assert apply(kept, 1, 999) == {}
    assert tree(kept) == {}
    assert entries(kept) == {}


def test_everything_means_everything(kept: House) -> None:
    put(kept, write_up("Dua"), name="dua.md")
    retitle(kept)
    projection(kept).apply([Change(outbox.EVERYTHING, "")])
    assert list(tree(kept)) == [RENAMED, f"{YEAR}/2-dua.md"]


def test_change_told_twice_late_or_of_nothing_writes_nothing(kept: House) -> None:
    path = kept.settings.content_dir / FIRST
    os.utime(path, (1, 1))
    with commits(kept) as counted:
        assert apply(kept, 1, 1, 999) == {}
        projection(kept).apply([Change(outbox.UNIT, "999999"), Change(outbox.EVERYTHING, "")])
        assert relay(kept).step() == Outcome()
    assert counted == []
    assert path.stat().st_mtime == 1


def test_own_notes_wake_the_relay_once_and_no_more(kept: House) -> None:
    put(kept, write_up("Dua"), name="dua.md")
    working = relay(kept)
    with closing(waking_of(kept.database)) as waking:
        assert not working.step().is_nothing
        waking.wait(0)
        with commits(kept) as counted:
            assert working.step().is_nothing
    assert counted == []


def test_deleted_file_comes_back_with_the_next_change(kept: House) -> None:
    (kept.settings.content_dir / FIRST).unlink()
    apply(kept, 1)
    assert differences(kept) == []


# What somebody wrote by hand


def test_file_edited_by_hand_stays_until_it_is_imported(kept: House) -> None:
    path = kept.settings.content_dir / FIRST
    path.write_bytes(BY_HAND)
    put(kept, write_up(extra="nomor: 1\n", summary="Lain."))
    put(kept, write_up("Dua"), name="dua.md")
    assert relay(kept).catch_up() == Outcome(applied=1, failed=1)
    assert path.read_bytes() == BY_HAND
    assert f"{YEAR}/2-dua.md" in tree(kept)
    (row,) = rows(kept)
    assert row.error is not None
    assert row.error.startswith(f"{path} berisi hal lain yang belum diimpor. Impor berkas itu, atau pindahkan")
    (report,) = importer(kept).run(path)
    assert (report.outcome, report.problems) == (reading.Outcome.REVISED, [])
    assert b"Diubah dengan tangan.\n" in path.read_bytes()
    assert b"revisi: 3\n" in path.read_bytes()
    assert differences(kept) == []
    assert relay(kept).catch_up().failed == 0
    assert rows(kept) == []  # what failed before, too


def test_file_that_is_taken_away_makes_room(kept: House) -> None:
    path = kept.settings.content_dir / FIRST
    path.write_bytes(BY_HAND)
    retitle(kept, "Antrean Ringkas", summary="Lain.")
    assert relay(kept).catch_up().failed == 1
    path.rename(path.with_name("catatan.txt"))
    with kept.database.write() as session:
        outbox.retry_failed(session)
    assert relay(kept).catch_up() == Outcome(applied=1)
    assert b"ringkasan: Lain.\n" in path.read_bytes()


def test_edited_file_under_the_old_title_stays_beside_the_new_one_and_is_told(kept: House) -> None:
    (kept.settings.content_dir / FIRST).write_bytes(BY_HAND)
    retitle(kept)
    assert relay(kept).catch_up().failed == 1
    assert list(tree(kept)) == [RENAMED, FIRST]
    assert tree(kept)[FIRST] == BY_HAND


def test_text_waits_for_an_attachment_whose_place_is_taken_and_the_old_one_stays(any_house: House) -> None:
    attach(any_house, "sk.pdf", pdf())
    relay(any_house).catch_up()
    before = tree(any_house)[FIRST]
    (any_house.settings.content_dir / YEAR / "1" / "a.pdf").write_bytes(b"milik orang lain")
    attach(any_house, "a.pdf", pdf(words="A"))
    relay(any_house).catch_up()
    assert tree(any_house) == {FIRST: before, f"{YEAR}/1/a.pdf": b"milik orang lain"}


def test_file_without_a_note_is_adopted_where_it_is_right_and_somebodys_own_where_not(kept: House) -> None:
    for is_right in (True, False):
        with kept.database.write() as session:
            session.execute(delete(ArchiveEntry))
        if not is_right:
            (kept.settings.content_dir / FIRST).write_bytes(BY_HAND)
        problems = apply(kept, 1)
        assert bool(problems) is not is_right
        assert entries(kept) == ({FIRST: (1, True)} if is_right else {})
    assert tree(kept) == {FIRST: BY_HAND}


def test_edit_in_the_very_moment_of_writing_is_seen(kept: House) -> None:
    path = kept.settings.content_dir / FIRST

    class Busy(FolderStore):
        """Somebody edits the text while an attachment is being written."""

        def read(self, key: str) -> bytes:
            path.write_bytes(BY_HAND)
            return super().read(key)

    attach(kept, "sk.pdf", pdf())
    (problem,) = apply(replace(kept, files=Busy(kept.files.root)), 1).values()
    assert "belum diimpor" in problem
    assert path.read_bytes() == BY_HAND


def test_pipe_in_the_place_of_a_file_stops_nothing(kept: House) -> None:
    path = kept.settings.content_dir / FIRST
    path.unlink()
    os.mkfifo(path)
    put(kept, write_up("Dua"), name="dua.md")
    (problem,) = apply(kept, 1, 2).values()
    assert "bukan berkas biasa" in problem
    path.unlink()
    assert apply(kept, 1, 2) == {}
    assert differences(kept) == []


def test_file_from_elsewhere_under_a_new_title_leaves_none_under_the_old_one(any_house: House) -> None:
    put(any_house, write_up(), folder=any_house.settings.content_dir)
    assert list(tree(any_house)) == [FIRST]
    retitle(any_house)
    relay(any_house).catch_up()
    assert list(tree(any_house)) == [RENAMED]


def test_number_taken_off_a_file_gives_the_file_back_to_its_first_owner(kept: House) -> None:
    path = kept.settings.content_dir / FIRST
    path.write_text(write_up("Salinan"), "utf-8")
    (report,) = importer(kept).run(path)
    assert (report.number, report.problems) == (2, [])
    assert list(tree(kept)) == [FIRST, f"{YEAR}/2-salinan.md"]
    assert differences(kept) == []


# Export


def test_export_into_the_sites_own_folder_does_as_the_relay_does(kept: House) -> None:
    put(kept, write_up("Dua"), name="dua.md")
    relay(kept).catch_up()
    retitle(kept)
    (kept.settings.content_dir / YEAR / "2-dua.md").write_bytes(BY_HAND)
    written, total, problems = export(kept, kept.settings.content_dir / "inovasi" / "..")
    assert (written, total, len(problems)) == (1, 2, 1)
    assert list(tree(kept)) == [RENAMED, f"{YEAR}/2-dua.md"]
    assert tree(kept)[f"{YEAR}/2-dua.md"] == BY_HAND
    assert entries(kept)[RENAMED] == (1, True)


def test_archive_goes_into_an_empty_house_and_comes_back_with_every_byte(kept: House, other_house: House) -> None:
    attach(kept, "sk.pdf", pdf())
    claim = 'replikasi:\n  - {wilayah: "35.78", tahap: diterapkan, bukti: klaim-media, sumber: "https://contoh.id/"}\n'
    assert not put(kept, write_up("Dua", extra=claim), name="dua.md").failed
    put(kept, write_up("Tiga"), name="tiga.md")
    withdraw(kept, 3)
    relay(kept).catch_up()
    assert list(tree(kept)) == [FIRST, f"{YEAR}/1/sk.pdf", f"{YEAR}/2-dua.md", f"{YEAR}/3-tiga.md"]
    shutil.copytree(kept.settings.content_dir, other_house.settings.content_dir)
    reports = list(importer(other_house).run(other_house.settings.content_dir))
    assert [report.problems for report in reports] == [[], [], []]
    relay(other_house).catch_up()
    assert tree(other_house) == tree(kept)
    assert differences(other_house) == []
