"""Every setting once: its name, type, default and meaning. Read early, refused clearly, never changed later.

Values come from the environment (`RUMAH_…`) or from a TOML file named by `RUMAH_CONFIG`; the environment wins.
An empty value means the default. Relative paths count from the current folder.
"""

import difflib
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from email.utils import formataddr, parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from rumah_inovasi.disk_reasons import reason_of
from rumah_inovasi.errors import Unusable

PREFIX = "RUMAH_"
# Read by other programs of the house, not settings of it: the file itself, and what a test run may not skip.
NOT_SETTINGS = {"RUMAH_CONFIG", "RUMAH_REQUIRE"}
LOCALES = ("id", "en")
LOG_FORMATS = ("text", "json")
MAX_PROXIES = 10
HOST = re.compile(r"[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+")
PASSWORD = re.compile(r"(?<=:)[^:@/]+(?=@)")
SECRET = {"secret_key", "smtp_url", "database_url"}
SHORTEST_SECRET = 32
FEWEST_SIGNS = 8
SMTP_SCHEMES = {"smtp", "smtp+starttls", "smtps"}
MAIL_ADDRESS = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+")


def _path(value: str) -> Path:
    try:
        return Path(value).expanduser().absolute()
    except RuntimeError:
        raise ValueError("folder rumah pengguna ini tidak ada") from None


def _text(value: str) -> str | None:
    return value.strip() or None


def _choice(*allowed: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value not in allowed:
            raise ValueError("harus salah satu dari: " + ", ".join(allowed))
        return value

    return read


def _count(value: str) -> int:
    if not value.isascii() or not value.isdigit() or int(value) > MAX_PROXIES:
        raise ValueError(f"harus angka 0 sampai {MAX_PROXIES}")
    return int(value)


def _web_address(value: str) -> str | None:
    address = value.strip().rstrip("/")
    if not address:
        return None
    try:
        parts = urlsplit(address)
        sound = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # brackets that do not match, a port out of range
        sound = False
    if not sound or parts.query or parts.fragment or parts.username is not None:
        raise ValueError("harus alamat web lengkap seperti https://inovasi.contoh.go.id")
    return parts.geturl()  # with the scheme in lower case


def _hosts(value: str) -> tuple[str, ...]:
    hosts = tuple(host.strip().strip("[]") for host in value.split(",") if host.strip())
    if not all(HOST.fullmatch(host) for host in hosts):
        raise ValueError("harus nama host tanpa port dan tanpa *, misalnya inovasi.contoh.go.id,10.0.0.5")
    return hosts


def _database_url(value: str) -> str | None:
    url = value.strip()
    if url and not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise ValueError("harus sqlite:///… atau postgresql+psycopg://…")
    if url in {"sqlite:///", "sqlite:///:memory:"}:  # each process would have an empty database of its own
        raise ValueError("harus menyebut nama berkas sesudah sqlite:///")
    return url or None


def _files_url(value: str) -> str:
    address = value.strip()
    if "://" in address and not address.startswith("file:///"):
        raise ValueError("harus nama folder atau alamat seperti file:///srv/rumah-inovasi/berkas")
    return address


def _secret(value: str) -> str | None:
    secret = value.strip()
    if secret and (len(secret) < SHORTEST_SECRET or len(set(secret)) < FEWEST_SIGNS):
        raise ValueError(f"harus acak dan paling sedikit {SHORTEST_SECRET} huruf, misalnya dari: openssl rand -hex 32")
    return secret or None


def _smtp_url(value: str) -> str | None:
    address = value.strip()
    try:
        parts = urlsplit(address)
        sound = parts.scheme in SMTP_SCHEMES and bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    if address and (not sound or parts.path.strip("/") or parts.query or parts.fragment):
        raise ValueError(
            "harus seperti smtp://server:25, smtp+starttls://nama:sandi@server:587, atau smtps://server:465"
        )
    return address or None


def _mail_address(value: str) -> str:
    name, address = parseaddr(value)
    if not MAIL_ADDRESS.fullmatch(address) or not value.isprintable():
        raise ValueError("harus alamat surel, misalnya Rumah Inovasi <inovasi@contoh.go.id>")
    return formataddr((name, address))


def _setting(read: Callable[[str], Any], default: str, meaning: str) -> Any:  # noqa: ANN401 - a dataclass field is typed where it stands
    return field(default_factory=lambda: read(default), metadata={"read": read, "default": default, "meaning": meaning})


@dataclass(frozen=True)
class Settings:
    """One value per setting, already of the right type."""

    data_dir: Path = _setting(_path, "data", "Folder data: basis data SQLite dan berkas lampiran")
    database_url: str | None = _setting(
        _database_url, "", "Basis data; kosong berarti SQLite di folder data, atau postgresql+psycopg://…"
    )
    content_dir: Path = _setting(_path, "content", "Folder arsip Markdown; bila belum ada, isi awal disalin ke sana")
    index_dir: Path = _setting(_path, "index", "Folder indeks pencarian; dibuat ulang bila hilang atau rusak")
    files_url: str = _setting(
        _files_url, "berkas", "Folder lampiran, dihitung dari folder data bila relatif, atau file:///…"
    )
    secret_key: str | None = _setting(
        _secret, "", "Kunci rahasia tanda tangan kuki; kosong berarti dibuat sendiri dan disimpan di folder data"
    )
    smtp_url: str | None = _setting(_smtp_url, "", "Server surel; kosong berarti surat ditulis ke catatan server")
    mail_from: str = _setting(_mail_address, "Rumah Inovasi <rumah-inovasi@localhost>", "Pengirim surat")
    base_url: str | None = _setting(_web_address, "", "Alamat publik situs; https menjadikannya situs produksi (HSTS)")
    trusted_hosts: tuple[str, ...] = _setting(
        _hosts, "", "Nama host yang dilayani, dipisah koma; kosong berarti host alamat publik dan komputer ini"
    )
    proxies: int = _setting(_count, "0", "Banyaknya proksi tepercaya di depan server")
    locale: str = _setting(_choice(*LOCALES), "id", "Bahasa awal halaman: id atau en")
    log_format: str = _setting(_choice(*LOG_FORMATS), "text", "Bentuk catatan server: text atau json")
    institution: str | None = _setting(_text, "", "Instansi pengelola situs; kosong berarti instalasi contoh")
    address: str | None = _setting(_text, "", "Alamat kantor pengelola")
    phone: str | None = _setting(_text, "", "Telepon kantor pengelola")
    ppid_url: str | None = _setting(_web_address, "", "Alamat laman PPID pengelola")

    @property
    def sqlalchemy_url(self) -> str:
        """The database address, with the default filled in."""
        return self.database_url or f"sqlite:///{self.data_dir / 'rumah.sqlite3'}"

    @property
    def is_production(self) -> bool:
        """A site reached over https is a real one: stricter headers apply."""
        return bool(self.base_url and self.base_url.startswith("https://"))

    @property
    def hosts(self) -> tuple[str, ...]:
        """Host names that requests may carry: those named, else those of the base URL and this machine."""
        if self.trusted_hosts:
            return self.trusted_hosts
        own = urlsplit(self.base_url).hostname if self.base_url else None
        return (*((own,) if own else ()), "localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class SettingLine:
    """One line of `rumah-inovasi settings`."""

    name: str
    value: str
    default: str
    meaning: str


def load(environ: Mapping[str, str]) -> Settings:
    """Read all settings from `environ` and the file it may name.

    Raises:
        Unusable: an unknown name or a value of the wrong form; the message names it and its source.
    """
    known = {PREFIX + item.name.upper(): item for item in fields(Settings)}
    given: dict[str, tuple[str, str]] = {}
    config = environ.get("RUMAH_CONFIG")
    if config:
        given |= {name: (value, config) for name, value in _read_file(Path(config)).items()}
    given |= {
        name: (value, "lingkungan")
        for name, value in environ.items()
        if name.startswith(PREFIX) and name not in NOT_SETTINGS
    }
    values: dict[str, Any] = {}
    for name, (value, source) in given.items():
        if name not in known:
            raise Unusable(_unknown(name, source, list(known)))
        try:
            metadata = known[name].metadata
            values[known[name].name] = metadata["read"](value if value.strip() else metadata["default"])
        except ValueError as error:
            # The values of these would end in a log, wrong or not.
            shown = "" if known[name].name in SECRET else f" bernilai {value!r}"
            raise Unusable(f"Pengaturan {name} dari {source}{shown}: {error}.") from None
    return Settings(**values)


def describe(settings: Settings) -> list[SettingLine]:
    """Every setting with its present value, default and meaning; passwords are not shown."""
    lines = []
    for item in fields(Settings):
        value = getattr(settings, item.name)
        text = ",".join(value) if isinstance(value, tuple) else "" if value is None else str(value)
        text = PASSWORD.sub("***", text) if item.name in {"database_url", "smtp_url"} else text
        text = "***" if item.name == "secret_key" and text else text
        lines.append(SettingLine(PREFIX + item.name.upper(), text, item.metadata["default"], item.metadata["meaning"]))
    return lines


def _read_file(path: Path) -> dict[str, str]:
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise Unusable(f"Berkas pengaturan {path} tidak dapat dibaca: {reason_of(error)}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Unusable(f"Berkas pengaturan {path} bukan TOML yang sah: {error}.") from None
    values = {}
    for key, value in table.items():
        name = key if key.startswith(PREFIX) else PREFIX + key.upper()
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            values[name] = ",".join(value)
        elif isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
            values[name] = str(value)
        else:
            raise Unusable(f"Pengaturan {key} dalam {path} harus berupa teks, bilangan, atau daftar teks.")
    return values


def _unknown(name: str, source: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    hint = f" Mungkin maksudnya {near[0]}." if near else " Lihat daftarnya dengan: rumah-inovasi settings."
    return f"Pengaturan {name} dari {source} tidak dikenal.{hint}"
