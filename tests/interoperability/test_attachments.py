"""Attachments from the archive into the house and back: what is kept, what is refused, and that no byte changes."""

import hashlib
import os
import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from rumah_inovasi import maintenance
from rumah_inovasi.app import create_app
from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.catalogue.model import Attachment
from rumah_inovasi.files.inspection import MAX_BYTES
from rumah_inovasi.files.store import FolderStore, StoredFile
from rumah_inovasi.house import House
from rumah_inovasi.interoperability.reading import FileReport, Outcome
from tests.factories import importer, write_up
from tests.files.samples import office, pdf, picture
from tests.pages import PageClient

DECREE, LETTER, SHEET = pdf(), office(), office("xlsx")
YEAR = "inovasi/2026"
NUMBERED = "nomor: 1\n"
WITHDRAWN = "ditarik: {tanggal: 2026-11-23, alasan: Data keliru}\n"


def photo(side: int = 40) -> bytes:
    """A JPG as a phone makes it: with the place where it was taken."""
    notes = Image.Exif()
    notes[0x010F] = "Telepon Pintar"
    notes.get_ifd(0x8825)[1] = "S"
    return picture("JPEG", size=(side, side), exif=notes.tobytes())


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def listing(*names: str, **digests: str) -> str:
    """The front matter that lists these files; digests by the name's first part."""
    items = []
    for name in names:
        digest = digests.get(name.partition(".")[0])
        items.append(f"  - {{nama: {name}" + (f", sha256: {digest}" if digest else "") + "}\n")
    return "berkas:\n" + "".join(items)


def lay(folder: Path, text: str, files: dict[str, bytes], name: str = "tulisan.md") -> Path:
    """Write a write-up's file and what stands beside it; gives its path."""
    for place, data in files.items():
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_bytes(data)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, "utf-8")
    return folder / name


def bring(
    house: House, text: str, files: dict[str, bytes], *, name: str = "tulisan.md", inside: bool = False
) -> FileReport:
    """Import a write-up with files beside it, from elsewhere or from inside the content folder."""
    folder = house.settings.content_dir / YEAR if inside else Path("masuk").absolute()
    (report,) = importer(house).run(lay(folder, text, files, name))
    return report


def rows(house: House, number: int = 1) -> dict[str, Attachment]:
    with house.database.read() as session:
        return catalogue.attachments(session, number)


def body_of(house: House, number: int = 1) -> str:
    with house.database.read() as session:
        return catalogue.read(session, catalogue.innovation(session, number)).revision.body


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def kinds_of_difference(house: House) -> list[tuple[str, str]]:
    return [(item.kind, item.path) for item in maintenance.differences(house)]


def test_listed_files_enter_and_are_open(any_house: House) -> None:
    text = write_up(extra=NUMBERED + listing("sk.pdf", "data.docx"))
    report = bring(any_house, text, {"1/sk.pdf": DECREE, "1/data.docx": LETTER})
    assert (report.outcome, report.problems) == (Outcome.NEW, [])
    found = rows(any_house)
    assert {name: (row.sha256, row.size, row.is_open) for name, row in found.items()} == {
        "sk.pdf": (sha(DECREE), len(DECREE), True),
        "data.docx": (sha(LETTER), len(LETTER), True),
    }
    assert found["sk.pdf"].media_type == "application/pdf"
    assert any_house.files.read(found["sk.pdf"].key) == DECREE


def test_imported_picture_is_seen_on_the_page(any_house: House) -> None:
    text = write_up(extra=NUMBERED + listing("alur.png"), body="![Alur](1/alur.png)\n")
    assert not bring(any_house, text, {"1/alur.png": picture()}).failed
    client = PageClient(create_app(any_house).test_client())
    (shown,) = client.get("/inovasi/1-antrean-ringkas").tree.all("img")
    assert client.get(shown.get("src", "")).body == any_house.files.read(rows(any_house)["alur.png"].key)


def test_place_and_camera_are_gone_from_a_new_picture(any_house: House) -> None:
    raw = photo()
    assert b"Telepon Pintar" in raw
    text = write_up(extra=NUMBERED + listing("foto.jpg"))
    assert not bring(any_house, text, {"1/foto.jpg": raw}, inside=True).failed
    kept = any_house.files.read(rows(any_house)["foto.jpg"].key)
    assert b"Telepon Pintar" not in kept
    assert not Image.open(BytesIO(kept)).getexif()
    content = any_house.settings.content_dir
    assert (content / YEAR / "1" / "foto.jpg").read_bytes() == kept
    assert sha(kept) in (content / YEAR / "1-antrean-ringkas.md").read_text("utf-8")
    assert kinds_of_difference(any_house) == []


def test_picture_from_elsewhere_stays_as_it_is_there(house: House) -> None:
    text = write_up(extra=NUMBERED + listing("foto.jpg"))
    assert not bring(house, text, {"1/foto.jpg": photo()}).failed
    assert Path("masuk/1/foto.jpg").read_bytes() == photo()
    assert not house.settings.content_dir.exists()


def test_stated_digest_keeps_every_byte(any_house: House) -> None:
    raw = photo()
    text = write_up(extra=NUMBERED + listing("foto.jpg", foto=sha(raw)))
    assert not bring(any_house, text, {"1/foto.jpg": raw}).failed
    assert any_house.files.read(rows(any_house)["foto.jpg"].key) == raw


def test_other_digest_is_refused_with_the_name(any_house: House) -> None:
    text = write_up(extra=NUMBERED + listing("a.pdf", "sk.pdf", sk="0" * 64))
    report = bring(any_house, text, {"1/a.pdf": pdf(words="A"), "1/sk.pdf": DECREE})
    assert report.outcome == Outcome.BAD
    (problem,) = report.problems
    assert "baris 10 (berkas.2.sha256): “sk.pdf”" in problem
    assert rows(any_house) == {}
    assert list(any_house.files.keys()) == []


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("alur.png", None, "tidak ada di folder"),
        ("alur.png", b"<html><script>alert(1)</script></html>", "Jenis berkas ini tidak diterima"),
        ("alur.png", DECREE, "isinya PDF"),
        ("alur.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Jenis berkas ini tidak diterima"),
        ("alur", picture(), "harus berakhiran .png"),
        ("alur.panjangsekali", picture(), "harus berakhiran .png"),
        ("alur.html", picture(), "berakhiran .html"),
        ("kosong.pdf", b"", "kosong"),
        ("besar.pdf", DECREE + bytes(MAX_BYTES), "lebih besar dari 25 MiB"),
        ("rusak.png", picture()[:60], "rusak"),
        ("daftar.pdf", pdf(words="NIK 3515081203850001"), "memuat nomor NIK, KK, atau ponsel perorangan"),
        ("skrip.pdf", pdf(catalog="/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"), "skrip"),
    ],
)
def test_file_that_may_not_enter_is_refused_at_its_line(house: House, name: str, data: bytes | None, said: str) -> None:
    report = bring(house, write_up(extra=NUMBERED + listing(name)), {f"1/{name}": data} if data is not None else {})
    (problem,) = report.problems
    assert "baris 9 (berkas.1.nama)" in problem
    assert f"“{name}”" in problem
    assert said in problem
    assert list(house.files.keys()) == []
    with house.database.read() as session:
        assert catalogue.all_public_numbers(session) == []


@pytest.mark.parametrize("name", ["../rahasia.pdf", "/etc/rahasia.pdf", "a/b.pdf", "..", ".sembunyi.pdf", "A.PDF"])
def test_name_with_a_path_is_refused(house: House, name: str) -> None:
    Path("rahasia.pdf").write_bytes(DECREE)
    report = bring(house, write_up(extra=NUMBERED + listing(name)), {"1/b.pdf": DECREE})
    (problem,) = report.problems
    assert "berkas.1.nama" in problem
    assert list(house.files.keys()) == []


@pytest.mark.parametrize("linked", ["1/rahasia.pdf", "1"])
def test_link_out_of_the_folder_is_not_followed(house: House, tmp_path: Path, linked: str) -> None:
    outside = tmp_path / "luar"
    outside.mkdir()
    (outside / "rahasia.pdf").write_bytes(DECREE)
    place = Path("masuk").absolute() / linked
    place.parent.mkdir(parents=True)
    place.symlink_to(outside / "rahasia.pdf" if place.suffix else outside)
    report = bring(house, write_up(extra=NUMBERED + listing("rahasia.pdf")), {})
    assert "tidak ada di folder" in report.problems[0]
    assert list(house.files.keys()) == []


def test_pipe_is_no_attachment(house: House) -> None:
    folder = Path("masuk/1").absolute()
    folder.mkdir(parents=True)
    os.mkfifo(folder / "sk.pdf")
    assert "tidak ada di folder" in bring(house, write_up(extra=NUMBERED + listing("sk.pdf")), {}).problems[0]


def test_all_bad_files_are_told_at_once(house: House) -> None:
    text = write_up(extra=NUMBERED + listing("a.pdf", "b.png", "c.pdf"))
    report = bring(house, text, {"1/b.png": b"teks", "1/c.pdf": DECREE})
    assert ["“a.pdf”" in report.problems[0], "“b.png”" in report.problems[1], len(report.problems)] == [True, True, 2]
    assert list(house.files.keys()) == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("![Alur](1/lain.png)", "“1/lain.png”"),
        ("![Alur](./1/lain.png)", "“1/lain.png”"),
        ("![Alur](/berkas/1/lain.png)", "“1/lain.png”"),
        ("![Alur](2/alur.png)", "“2/alur.png”"),
        ("![Alur](alur.png)", "“alur.png”"),
        ("![Alur](https://contoh.go.id/alur.png)", "“https://contoh.go.id/alur.png”"),
        ("![Alur][a]\n\n[a]: 1/lain.png", "“1/lain.png”"),
        ('<img src="1/lain.png" alt="Alur">', "“1/lain.png”"),
        ("[Surat](1/lain.pdf)", "“1/lain.pdf”"),
    ],
)
def test_picture_in_the_text_has_to_be_listed(house: House, line: str, said: str) -> None:
    text = write_up(extra=NUMBERED + listing("alur.png"), body=f"## Hasil\n\n{line}\n")
    report = bring(house, text, {"1/alur.png": picture()})
    (problem,) = report.problems
    assert said in problem
    assert f"baris {15 if '[a]:' in line else 13}: " in problem
    assert list(house.files.keys()) == []


def test_picture_without_any_list_is_a_problem(house: House) -> None:
    report = bring(house, write_up(body="![Alur](tulisan/alur.png)\n"), {"tulisan/alur.png": picture()})
    assert "“tulisan/alur.png”" in report.problems[0]


def test_what_only_looks_like_a_picture_is_none(house: House) -> None:
    body = "Tulis `![x](y.png)` begini:\n\n```\n![x](z.png)\n```\n\n[Lain](2/sk.pdf) [luar](https://contoh.go.id/)\n"
    assert bring(house, write_up(body=body), {}).problems == []


def test_new_file_gets_a_number_and_its_files_move_there(any_house: House) -> None:
    bring(any_house, write_up("Yang Pertama"), {}, inside=True)
    body = "![Alur](antrean/alur.png)\n\n[Surat](./antrean/sk.pdf), lihat antrean/alur.\n\n"
    body += "![B][b]\n\n[b]: antrean/alur.png\n"
    text = write_up("Kedua", extra=listing("alur.png", "sk.pdf"), body=body)
    files = {"antrean/alur.png": picture(), "antrean/sk.pdf": DECREE}
    report = bring(any_house, text, files, name="antrean.md", inside=True)
    assert (report.number, report.outcome, report.problems) == (2, Outcome.NEW, [])
    expected = "![Alur](2/alur.png)\n\n[Surat](2/sk.pdf), lihat antrean/alur.\n\n![B][b]\n\n[b]: 2/alur.png"
    assert body_of(any_house, 2) == expected
    content = any_house.settings.content_dir / YEAR
    assert sorted(tree(content)) == ["1-yang-pertama.md", "2-kedua.md", "2/alur.png", "2/sk.pdf"]
    assert not (content / "antrean").exists()
    assert kinds_of_difference(any_house) == []


def test_folder_with_spaces_is_found_in_the_text(house: House) -> None:
    body = "![A](surat%20tugas/a.png) ![A](<surat tugas/a.png>)\n"
    text = write_up(extra=listing("a.png"), body=body)
    report = bring(house, text, {"surat tugas/a.png": picture()}, name="surat tugas.md")
    assert report.problems == []
    assert body_of(house) == "![A](1/a.png) ![A](<1/a.png>)"


def test_folder_that_looks_like_anothers_is_refused(house: House) -> None:
    report = bring(house, write_up(extra=listing("a.png")), {"17/a.png": picture()}, name="17.md")
    assert "17.md" in report.problems[0]
    assert "Ganti nama" in report.problems[0]
    assert list(house.files.keys()) == []


def test_duplicate_leaves_nothing_in_the_store(any_house: House) -> None:
    text = write_up(extra=listing("sk.pdf"))
    assert bring(any_house, text, {"tulisan/sk.pdf": DECREE}).outcome == Outcome.NEW
    assert bring(any_house, text, {"tulisan/sk.pdf": DECREE}).outcome == Outcome.DUPLICATE
    assert len(list(any_house.files.keys())) == 1


def test_refused_transaction_leaves_nothing_in_the_store(any_house: House) -> None:
    bring(any_house, write_up(extra=NUMBERED + "revisi: 3\n"), {})
    text = write_up(extra=NUMBERED + listing("sk.pdf") + "ditarik: {tanggal: 2026-11-23, alasan: x}\n")
    assert bring(any_house, text, {"1/sk.pdf": DECREE}).failed
    text = write_up(extra="nomor: 5\n" + listing("sk.pdf"))  # the same title under another number
    assert bring(any_house, text, {"5/sk.pdf": DECREE}).outcome == Outcome.DUPLICATE
    assert list(any_house.files.keys()) == []


def test_dry_run_inspects_and_keeps_nothing(any_house: House) -> None:
    good = lay(Path("masuk").absolute(), write_up(extra=listing("sk.pdf")), {"tulisan/sk.pdf": DECREE})
    (report,) = importer(any_house).run(good, dry_run=True)
    assert (report.outcome, report.number, report.problems) == (Outcome.NEW, None, [])
    (good.parent / "tulisan" / "sk.pdf").write_bytes(b"teks")
    (report,) = importer(any_house).run(good, dry_run=True)
    assert report.failed
    assert list(any_house.files.keys()) == []
    with any_house.database.read() as session:
        assert catalogue.all_public_numbers(session) == []


def test_same_files_again_change_nothing(any_house: House) -> None:
    text = write_up(extra=NUMBERED + listing("foto.jpg", "sk.pdf"))
    files = {"1/foto.jpg": photo(), "1/sk.pdf": DECREE}
    bring(any_house, text, files)
    before, keys = rows(any_house), list(any_house.files.keys())
    assert bring(any_house, text, files).outcome == Outcome.UNCHANGED
    assert {name: row.key for name, row in rows(any_house).items()} == {name: row.key for name, row in before.items()}
    assert list(any_house.files.keys()) == keys


def test_other_bytes_make_a_new_revision(any_house: House) -> None:
    text = write_up(extra=NUMBERED + listing("sk.pdf"))
    bring(any_house, text, {"1/sk.pdf": DECREE}, inside=True)
    path = any_house.settings.content_dir / YEAR / "1-antrean-ringkas.md"
    newer = pdf(words="Perubahan")
    without = re.sub(r", sha256: [^}]*", "", path.read_text("utf-8"))
    (report,) = importer(any_house).run(lay(path.parent, without, {"1/sk.pdf": newer}, path.name))
    assert (report.outcome, report.problems) == (Outcome.REVISED, [])
    assert rows(any_house)["sk.pdf"].sha256 == sha(newer)
    assert sha(newer) in path.read_text("utf-8")
    assert kinds_of_difference(any_house) == []


def test_file_no_longer_listed_leaves_the_archive_and_stays_in_the_store(any_house: House) -> None:
    text = write_up(extra=NUMBERED + listing("sk.pdf", "a.pdf"))
    bring(any_house, text, {"1/sk.pdf": DECREE, "1/a.pdf": pdf(words="A")}, inside=True)
    path = any_house.settings.content_dir / YEAR / "1-antrean-ringkas.md"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "sk.pdf" not in line), "utf-8")
    (report,) = importer(any_house).run(path)
    assert report.outcome == Outcome.REVISED
    assert sorted(tree(path.parent)) == ["1-antrean-ringkas.md", "1/a.pdf"]
    assert any_house.files.read(rows(any_house)["sk.pdf"].key) == DECREE
    assert kinds_of_difference(any_house) == []


def test_withdrawal_takes_the_files_out_of_the_archive(any_house: House) -> None:
    bring(any_house, write_up(extra=NUMBERED + listing("sk.pdf")), {"1/sk.pdf": DECREE}, inside=True)
    path = any_house.settings.content_dir / YEAR / "1-antrean-ringkas.md"
    front = path.read_text("utf-8").split("---\n")[1]
    path.write_text(f"---\n{front}{WITHDRAWN}---\n", "utf-8")
    (report,) = importer(any_house).run(path)
    assert (report.outcome, report.problems) == (Outcome.WITHDRAWN, [])
    assert sorted(tree(path.parent)) == ["1-antrean-ringkas.md"]
    assert kinds_of_difference(any_house) == []
    assert any_house.files.read(rows(any_house)["sk.pdf"].key) == DECREE


def test_stranger_in_the_place_of_a_file_is_left_alone(house: House) -> None:
    bring(house, write_up(extra=NUMBERED + listing("sk.pdf")), {"1/sk.pdf": DECREE}, inside=True)
    content = house.settings.content_dir / YEAR
    text = write_up("Kedua", extra=listing("a.png"))
    lay(content, text, {"baru/a.png": picture(), "2/a.png": b"milik orang lain"}, "baru.md")
    (report,) = importer(house).run(content / "baru.md")
    assert report.number == 2
    assert "belum diimpor" in report.problems[0]
    assert (content / "2" / "a.png").read_bytes() == b"milik orang lain"
    assert (content / "baru" / "a.png").read_bytes() == picture()


def test_status_tells_missing_different_and_unknown_files(any_house: House) -> None:
    text = write_up(extra=NUMBERED + listing("a.pdf", "b.pdf", "c.pdf"))
    bring(any_house, text, {f"1/{name}.pdf": pdf(words=name) for name in "abc"}, inside=True)
    content = any_house.settings.content_dir / YEAR
    assert kinds_of_difference(any_house) == []
    (content / "1" / "a.pdf").unlink()
    (content / "1" / "b.pdf").write_bytes(b"lain")
    (content / "1" / "d.pdf").write_bytes(DECREE)
    assert kinds_of_difference(any_house) == [
        ("hilang", f"{YEAR}/1/a.pdf"),
        ("berbeda", f"{YEAR}/1/b.pdf"),
        ("tidak dikenal", f"{YEAR}/1/d.pdf"),
    ]
    (content / "1" / "b.pdf").unlink()
    assert maintenance.export(any_house, any_house.settings.content_dir) == (2, 4, [])
    assert kinds_of_difference(any_house) == [("tidak dikenal", f"{YEAR}/1/d.pdf")]


def test_round_trip_gives_every_byte_back(any_house: House, other_house: House, tmp_path: Path) -> None:
    body = "![Foto](tulisan/foto.jpg)\n"
    text = write_up(extra=listing("foto.jpg", "sk.pdf", "data.xlsx"), body=body)
    files = {"tulisan/foto.jpg": photo(3_000), "tulisan/sk.pdf": DECREE, "tulisan/data.xlsx": SHEET}
    assert not bring(any_house, text, files).failed
    maintenance.export(any_house, tmp_path / "satu")
    reports = list(importer(other_house).run(tmp_path / "satu"))
    assert [(report.outcome, report.problems) for report in reports] == [(Outcome.NEW, [])]
    maintenance.export(other_house, tmp_path / "dua")
    assert sorted(tree(tmp_path / "satu")) == [
        f"{YEAR}/1-antrean-ringkas.md",
        f"{YEAR}/1/data.xlsx",
        f"{YEAR}/1/foto.jpg",
        f"{YEAR}/1/sk.pdf",
    ]
    assert tree(tmp_path / "dua") == tree(tmp_path / "satu")


def test_archive_leaves_out_what_is_closed(any_house: House, tmp_path: Path) -> None:
    text = write_up(extra=NUMBERED + listing("sk.pdf", "a.pdf"))
    bring(any_house, text, {"1/sk.pdf": DECREE, "1/a.pdf": pdf(words="A")})
    with any_house.database.write() as session:
        catalogue.attachments(session, 1)["sk.pdf"].is_open = False
    maintenance.export(any_house, tmp_path / "arsip")
    found = tree(tmp_path / "arsip")
    assert sorted(found) == [f"{YEAR}/1-antrean-ringkas.md", f"{YEAR}/1/a.pdf"]
    assert b"sk.pdf" not in found[f"{YEAR}/1-antrean-ringkas.md"]


def test_import_heals_a_store_that_lost_bytes(any_house: House) -> None:
    bring(any_house, write_up(extra=NUMBERED + listing("foto.jpg")), {"1/foto.jpg": photo()}, inside=True)
    lost = rows(any_house)["foto.jpg"]
    kept = any_house.files.read(lost.key)
    any_house.files.delete(lost.key)
    _, _, problems = maintenance.export(any_house, Path("lain").absolute())
    assert "foto.jpg hilang" in problems[0]
    (report,) = importer(any_house).run(any_house.settings.content_dir)
    assert (report.outcome, report.problems) == (Outcome.UNCHANGED, [])
    assert any_house.files.read(rows(any_house)["foto.jpg"].key) == kept


def test_store_that_cannot_be_written_is_told_and_nothing_is_published(house: House) -> None:
    Path("penuh").write_bytes(b"a file where the folder should be")
    broken = replace(house, files=FolderStore(Path("penuh").absolute()))
    report = bring(broken, write_up(extra=NUMBERED + listing("sk.pdf")), {"1/sk.pdf": DECREE})
    assert "penyimpanan berkas" in report.problems[0]
    with house.database.read() as session:
        assert catalogue.all_public_numbers(session) == []


def test_sha_of_a_withdrawn_write_up_is_not_asked_for(any_house: House) -> None:
    extra = NUMBERED + listing("sk.pdf", sk=sha(DECREE)) + WITHDRAWN
    report = bring(any_house, write_up(extra=extra, body=""), {})
    assert (report.outcome, report.problems) == (Outcome.WITHDRAWN, [])
    assert rows(any_house) == {}


def test_number_taken_meanwhile_is_told_and_the_next_try_succeeds(any_house: House) -> None:
    class Slow(FolderStore):
        """Somebody else publishes while the files of this import are being kept."""

        def put(self, data: bytes) -> StoredFile:
            bring(any_house, write_up("Lebih Cepat"), {}, name="cepat.md")
            return super().put(data)

    text, files = write_up(extra=listing("sk.pdf")), {"tulisan/sk.pdf": DECREE}
    report = bring(replace(any_house, files=Slow(any_house.files.root)), text, files)
    assert "Impor berkas ini lagi" in report.problems[0]
    assert list(any_house.files.keys()) == []
    assert bring(any_house, text, files).number == 2
    assert list(rows(any_house, 2)) == ["sk.pdf"]


def test_bytes_that_the_house_knows_are_not_drawn_anew(house: House) -> None:
    # Plain areas come out of a second drawing as they went in; this grain does not.
    grain = BytesIO()
    Image.effect_noise((64, 64), 100).save(grain, "JPEG")
    text = write_up(extra=NUMBERED + listing("foto.jpg"))
    bring(house, text, {"1/foto.jpg": grain.getvalue()}, inside=True)
    row = rows(house)["foto.jpg"]
    house.files.delete(row.key)
    path = house.settings.content_dir / YEAR / "1-antrean-ringkas.md"
    path.write_text(re.sub(r", sha256: [^}]*", "", path.read_text("utf-8")), "utf-8")
    (report,) = importer(house).run(path)
    assert (report.outcome, report.problems) == (Outcome.UNCHANGED, [])
    healed = rows(house)["foto.jpg"]
    assert healed.key != row.key
    assert sha(house.files.read(healed.key)) == row.sha256


def test_dropped_file_that_somebody_changed_stays_where_it_is(house: House) -> None:
    bring(house, write_up(extra=NUMBERED + listing("sk.pdf")), {"1/sk.pdf": DECREE}, inside=True)
    text = write_up(extra=NUMBERED, body="Tanpa lampiran.\n")
    report = bring(house, text, {"1/sk.pdf": b"diubah"}, name="1-antrean-ringkas.md", inside=True)
    (problem,) = report.problems
    assert "tersimpan sebagai nomor 1, tetapi: " in problem
    assert "sk.pdf berisi hal lain yang belum diimpor" in problem
    assert body_of(house) == "Tanpa lampiran."
    assert (house.settings.content_dir / YEAR / "1" / "sk.pdf").read_bytes() == b"diubah"
    assert kinds_of_difference(house) == [("tidak dikenal", f"{YEAR}/1/sk.pdf")]
