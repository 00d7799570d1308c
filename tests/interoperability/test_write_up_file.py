"""A file of the archive as typed facts: nothing is lost in writing and reading, and problems have their place."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rumah_inovasi import schema
from rumah_inovasi.catalogue.metadata import METADATA_KEYS, Metadata
from rumah_inovasi.interoperability import write_up_file
from rumah_inovasi.interoperability.front_matter import canonical_body
from rumah_inovasi.interoperability.front_matter import parse as parse_document
from rumah_inovasi.interoperability.write_up_file import ORDER, Header, WriteUpFile
from rumah_inovasi.replication.claim import Claim
from tests.catalogue.facts import any_metadata, of_dataclass, texts, vocabulary
from tests.factories import BODY, write_up
from tests.replication.claims import claim

# The order that files promise (see "A write-up in `content/`" of the interfaces), required and optional alike.
PROMISED = """
nomor judul kepanjangan ringkasan wilayah unit jenis_unit mulai urusan bentuk jenis tahapan inisiator inovator mitra
untuk_warga kontak dasar_hukum biaya sdm sdg cettar tag layanan video pengenal seri terkait asal keberlanjutan
replikasi penghargaan sumber berkas asal_tulisan bahasa lisensi ditarik terbit revisi
"""


def read(text: str) -> tuple[WriteUpFile | None, list[str]]:
    document = parse_document(text.encode(), name="a.md")
    file, problems = write_up_file.parse(document, vocabulary())
    return file, [f"{document.line_of(problem.path)} {problem}" for problem in problems]


def good(text: str) -> WriteUpFile:
    file, problems = read(text)
    assert problems == []
    assert file is not None
    return file


def headers() -> SearchStrategy[Header]:
    def typed(raw: dict[str, schema.Value]) -> Header:
        problems: list[schema.Problem] = []
        found = schema.read(Header, raw, problems, vocabulary())
        assert found is not None
        assert problems == []
        return replace(found, withdrawal=None)

    return of_dataclass(Header).map(typed)


CLAIMS = st.lists(
    st.builds(
        claim,
        wilayah=st.sampled_from(["35.05", "35.06", "35.78"]),
        mulai=st.integers(1945, 2100).map(str),
        catatan=texts(20),
        tanggapan=texts(20),
    ),
    max_size=3,
    unique_by=lambda found: found.adopter_key,
)
BODIES = (
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)
    .map(canonical_body)
    .filter(lambda body: body.strip() != "")
)


@settings(deadline=None, max_examples=60)
@given(headers(), any_metadata(), CLAIMS, BODIES)
def test_anything_that_the_schema_allows_survives_the_file(
    header: Header, metadata: Metadata, claims: list[Claim], body: str
) -> None:
    file = WriteUpFile(header, metadata, tuple(claims), body)
    text = write_up_file.write(file)
    assert good(text) == file
    assert write_up_file.write(good(text)) == text


def test_keys_come_in_the_promised_order() -> None:
    assert PROMISED.split() == ORDER
    assert set(METADATA_KEYS) < set(ORDER)


def test_hand_written_file_becomes_canonical() -> None:
    by_hand = (
        "---\r\nunit:   Puskesmas   Contoh\r\nwilayah: '35.15'\r\ntag: [ antrean ]\r\nmitra:\r\n- PKK\r\nsdm:\r\n"
        "ringkasan: Nomor dari rumah.\r\njudul: Antrean Ringkas\r\n---\r\n\r\n\r\n## Solusi\r\n\r\nIsi.\r\n\r\n\r\n"
    )
    assert write_up_file.write(good(by_hand)) == (
        '---\njudul: Antrean Ringkas\nringkasan: Nomor dari rumah.\nwilayah: "35.15"\nunit: Puskesmas Contoh\n'
        "mitra: [PKK]\ntag: [antrean]\nasal_tulisan: redaksi\nbahasa: id\nlisensi: CC-BY-4.0\n---\n## Solusi\n\nIsi.\n"
    )


def test_date_keeps_its_precision_and_region_its_zero() -> None:
    file = good(write_up(region="35.10", extra="mulai: 2019\npenghargaan:\n  - {ajang: IGA, tahun: 2021}\n"))
    text = write_up_file.write(file)
    assert 'wilayah: "35.10"\n' in text
    assert "mulai: 2019\n" in text


def test_every_problem_of_a_file_is_told_at_its_line() -> None:
    # Lines 2 to 6 are those of the factory.
    extra = "mulai: 2019-13\nurusan: [kesehatan, sihir]\nwarna: biru\nreplikasi:\n  - {tahap: minat, bukti: dokumen}\n"
    file, problems = read(write_up(extra=extra, body=""))
    assert file is None
    assert sorted(problem.split()[0] for problem in problems) == ["1", "11", "7", "8", "9"]
    assert any("“warna” tidak dikenal" in problem for problem in problems)
    assert any("Isi tulisan kosong" in problem for problem in problems)


@pytest.mark.parametrize("body", ["", "\n\n", "  \n \t\n"])
def test_file_without_text_is_refused(body: str) -> None:
    file, problems = read(write_up(body=body))
    assert file is None
    assert len(problems) == 1


@pytest.mark.parametrize(
    ("withdrawal", "body", "said"),
    [
        ("{tanggal: 2026-11-22, alasan: Keliru}", BODY, "hapus isinya"),
        ("{tanggal: 2026-11, alasan: Keliru}", "", "ditulis lengkap"),
        ("{tanggal: 2026-11-22}", "", "“alasan” wajib"),
        ("{alasan: Keliru}", "", "“tanggal” wajib"),
    ],
)
def test_withdrawal_has_a_day_and_a_reason_and_no_text(withdrawal: str, body: str, said: str) -> None:
    file, problems = read(write_up(extra=f"ditarik: {withdrawal}\n", body=body))
    assert file is None
    assert any(said in problem for problem in problems)


@pytest.mark.parametrize("moment", ["2026-11-22", "2026-11-22 03:15", "0999-01-01T00:00:00Z", "2026-13-01T00:00:00Z"])
def test_moment_of_publication_is_written_in_one_form(moment: str) -> None:
    _, problems = read(write_up(extra=f'terbit: "{moment}"\n'))
    assert len(problems) == 1


def test_line_of_the_text_is_known() -> None:
    assert parse_document(b"---\njudul: A\n---\n\n\nIsi.\n", name="a.md").body_line == 6
    assert parse_document(b"---\n---\nIsi.\n", name="a.md").body_line == 3
