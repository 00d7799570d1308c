"""A desk to write at: a unit, those who write for it, and browsers without JavaScript in which they are signed in."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from flask import Flask

from rumah_inovasi.accounts.actor import Role
from rumah_inovasi.house import House
from tests.pages import ORIGIN, Answer, PageClient
from tests.people import Person, government, person, signed_in, unit

JSON = {**ORIGIN, "Accept": "application/json"}
# Everything that the form asks for, as it is kept.
FULL: dict[str, Any] = {
    "judul": "Antrean Dari Rumah",
    "kepanjangan": "Antrean Nyaman dan Teratur",
    "ringkasan": "Warga mengambil nomor antrean dari rumah.",
    "mulai": "2019-11-21",
    "urusan": ["pendidikan", "kesehatan"],
    "bentuk": "pelayanan-publik",
    "jenis": "digital",
    "tahapan": "penerapan",
    "inisiator": "asn",
    "inovator": ["Kepala puskesmas", "Tim rekam medis"],
    "mitra": ["Dinas Kesehatan, Sidoarjo"],
    "untuk_warga": {"siapa": "Pasien", "di_mana": "Puskesmas", "biaya": "Gratis", "jam": "08.00–12.00"},
    "kontak": {
        "jabatan": "Kepala tata usaha",
        "unit": "Tata usaha",
        "telepon": "(031) 8921234",
        "surel": "pkm@contoh.go.id",
    },
    "dasar_hukum": [{"jenis": "SK Kepala Puskesmas", "nomor": "445/12", "tanggal": "2019-11"}],
    "biaya": {"kisaran": "di-bawah-50-juta", "sumber_dana": "BLUD"},
    "sdm": "Dua petugas",
    "sdg": ["3", "16"],
    "cettar": ["cepat", "efektif"],
    "tag": ["antrean", "puskesmas"],
    "layanan": "https://contoh.go.id/antrean",
    "video": "https://contoh.go.id/video?a=1&b=2",
    "pengenal": {"jippnas": "J-1", "sinovik": "S-2", "iga": "I-3"},
    "seri": ["4"],
    "terkait": ["8", "9"],
    "asal": {"nama": "Antre Yuk", "instansi": "RSUD", "url": "https://contoh.go.id/asal"},
    "keberlanjutan": {"status": "berlanjut-lancar", "per": "2024", "sumber": "https://contoh.go.id/lanjut"},
    "penghargaan": [{"ajang": "KOVABLIK", "tahun": "2020", "peringkat": "Top “30” & <lain>"}],
    "sumber": [
        {"url": "https://contoh.go.id/1", "judul": "Berita 1", "media": "Radar", "tanggal": "2020-01-02"},
        {"judul": 'Berita "2"'},
    ],
    "bahasa": "id",
}


MULTIPART = "multipart/form-data; boundary=x"


@dataclass(frozen=True)
class Desk:
    """Who writes, for which unit, and the browsers they sit at."""

    app: Flask
    house: House
    unit: int
    author: Person
    admin: Person
    writer: PageClient

    def at(self, who: Person) -> PageClient:
        """A browser in which somebody is signed in."""
        return signed_in(self.app, self.house, who)

    def person(self, name: str, role: Role, at: int | None = None) -> Person:
        """Somebody with a role in the unit of the desk, or in another one."""
        return person(self.house, name, (role, at or self.unit))


def desk(app: Flask, house: House) -> Desk:
    """A desk in an empty house."""
    own = unit(house, "Puskesmas Contoh")
    author = person(house, "Ani Penulis", (Role.AUTHOR, own))
    admin = person(house, "Budi Admin", (Role.LOCAL_ADMIN, government(house)))
    return Desk(app, house, own, author, admin, signed_in(app, house, author))


def edit(number: int) -> str:
    """The address of the form of a draft."""
    return f"/ruang-kerja/usulan/{number}/sunting"


def type_in(client: PageClient, number: int, fields: dict[str, Any] | None = None, **more: Any) -> Answer:
    """Open the form, fill in some fields, and press a button."""
    status = more.pop("status", 303)
    return client.submit(client.get(edit(number)), fields, to=edit(number), status=status, **more)


def token(page: Answer) -> str:
    """The token that the forms of a page hold."""
    return next(node.attrib["value"] for node in page.tree.all("input") if node.get("name") == "csrf_token")


def multipart(fields: dict[str, str], file: tuple[str, bytes] | None = None) -> BytesIO:
    """A body as a browser sends it in parts; the test client leaves the file open into which it writes a long one."""
    body = "".join(
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()
    ).encode()
    if file:
        body += f'--x\r\nContent-Disposition: form-data; name="file"; filename="{file[0]}"\r\n\r\n'.encode()
        body += file[1] + b"\r\n"
    return BytesIO(body + b"--x--\r\n")
