"""Settings are read early, typed, and refused with a sentence that says where to look."""

from pathlib import Path

import pytest

from rumah_inovasi import settings
from rumah_inovasi.errors import Unusable


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder of a test."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def config(folder: Path, text: str) -> dict[str, str]:
    path = folder / "rumah.toml"
    path.write_text(text, "utf-8")
    return {"RUMAH_CONFIG": str(path)}


def refusal(environ: dict[str, str]) -> str:
    with pytest.raises(Unusable) as caught:
        settings.load(environ)
    return str(caught.value)


def test_without_any_setting_the_house_stands_in_the_current_folder(here: Path) -> None:
    made = settings.load({"HOME": "/", "PATH": "/bin"})
    assert made.data_dir == here / "data"
    assert made.content_dir == here / "content"
    assert made.sqlalchemy_url == f"sqlite:///{here}/data/rumah.sqlite3"
    assert (made.locale, made.log_format, made.proxies) == ("id", "text", 0)
    assert (made.base_url, made.institution, made.ppid_url) == (None, None, None)
    assert not made.is_production


def test_environment_wins_over_the_file(here: Path) -> None:
    environ = config(here, 'locale = "en"\nproxies = 2\n') | {"RUMAH_LOCALE": "id"}
    made = settings.load(environ)
    assert (made.locale, made.proxies) == ("id", 2)


def test_file_may_name_settings_short_or_whole_and_give_lists(here: Path) -> None:
    made = settings.load(config(here, 'RUMAH_LOCALE = "en"\ntrusted_hosts = ["a.example", "b.example"]\n'))
    assert made.locale == "en"
    assert made.hosts == ("a.example", "b.example")


def test_relative_paths_count_from_the_current_folder(here: Path) -> None:
    made = settings.load({"RUMAH_DATA_DIR": "simpanan/di sini", "RUMAH_CONTENT_DIR": "/srv/content"})
    assert made.data_dir == here / "simpanan" / "di sini"
    assert made.content_dir == Path("/srv/content")


@pytest.mark.parametrize("name", [line.name for line in settings.describe(settings.load({}))])
def test_empty_value_means_the_default(here: Path, name: str) -> None:
    assert settings.load({name: " "}) == settings.load({})
    assert here.is_dir()


def test_unknown_name_is_refused_with_the_nearest_known_one() -> None:
    message = refusal({"RUMAH_DATADIR": "x"})
    assert "RUMAH_DATADIR" in message
    assert "lingkungan" in message
    assert "RUMAH_DATA_DIR" in message


def test_unknown_name_without_a_near_one_leads_to_the_list() -> None:
    assert "rumah-inovasi settings" in refusal({"RUMAH_QQQQ": "x"})


def test_problem_in_the_file_names_the_file(here: Path) -> None:
    for text, word in (
        ('warna = "biru"', "RUMAH_WARNA"),
        ('locale = "jv"', "'jv'"),
        ("locale = true", "locale"),
        ('trusted_hosts = ["a", 1]', "trusted_hosts"),
        ("locale = ", "TOML"),
    ):
        message = refusal(config(here, text))
        assert word in message
        assert str(here / "rumah.toml") in message


def test_file_that_cannot_be_read_is_told(here: Path) -> None:
    assert "tidak ada.toml" in refusal({"RUMAH_CONFIG": str(here / "tidak ada.toml")})
    (here / "biner.toml").write_bytes(b"\xff\xfe")
    assert "biner.toml" in refusal({"RUMAH_CONFIG": str(here / "biner.toml")})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("RUMAH_LOCALE", "ID"),
        ("RUMAH_LOG_FORMAT", "xml"),
        ("RUMAH_PROXIES", "-1"),
        ("RUMAH_PROXIES", "11"),
        ("RUMAH_PROXIES", "²"),
        ("RUMAH_PROXIES", "satu"),
        ("RUMAH_BASE_URL", "inovasi.example"),
        ("RUMAH_BASE_URL", "ftp://inovasi.example"),
        ("RUMAH_BASE_URL", "https://"),
        ("RUMAH_BASE_URL", "https://[a"),
        ("RUMAH_BASE_URL", "https://a.example:99999"),
        ("RUMAH_BASE_URL", "https://a.example/?q=1"),
        ("RUMAH_PPID_URL", "/ppid"),
        ("RUMAH_DATABASE_URL", "mysql://a/b"),
        ("RUMAH_DATABASE_URL", "postgresql://a/b"),
        ("RUMAH_DATABASE_URL", "sqlite:///"),
        ("RUMAH_DATABASE_URL", "sqlite:///:memory:"),
        ("RUMAH_BASE_URL", "https://pengguna:sandi@inovasi.example"),
        ("RUMAH_TRUSTED_HOSTS", "*"),
        ("RUMAH_TRUSTED_HOSTS", "a.example,*.example"),
        ("RUMAH_TRUSTED_HOSTS", "a.example:8000"),
        ("RUMAH_DATA_DIR", "~nobody-of-this-name/data"),
        ("RUMAH_SECRET_KEY", "pendek"),
        ("RUMAH_SECRET_KEY", "rahasia" * 10),
        ("RUMAH_SECRET_KEY", "a" * 64),
        ("RUMAH_SMTP_URL", "surel.contoh.go.id"),
        ("RUMAH_SMTP_URL", "http://surel.contoh.go.id"),
        ("RUMAH_SMTP_URL", "smtp://"),
        ("RUMAH_SMTP_URL", "smtp://a.example/kotak"),
        ("RUMAH_SMTP_URL", "smtp://a.example:99999"),
        ("RUMAH_MAIL_FROM", "Rumah Inovasi"),
        ("RUMAH_MAIL_FROM", "a@b.id\r\nBcc: c@d.id"),
    ],
)
def test_value_of_the_wrong_form_is_refused_by_name_and_value(name: str, value: str) -> None:
    message = refusal({name: value})
    assert name in message
    # Wrong or not, what holds a password or a key must not stand in a log.
    is_secret = name in {"RUMAH_SECRET_KEY", "RUMAH_SMTP_URL", "RUMAH_DATABASE_URL"}
    assert (repr(value) in message) is not is_secret


def test_site_reached_over_https_is_a_production_site() -> None:
    assert settings.load({"RUMAH_BASE_URL": "https://inovasi.example/"}).is_production
    assert settings.load({"RUMAH_BASE_URL": "HTTPS://inovasi.example"}).is_production
    assert not settings.load({"RUMAH_BASE_URL": "http://inovasi.example"}).is_production


def test_base_url_is_kept_without_a_slash_at_its_end() -> None:
    made = settings.load({"RUMAH_BASE_URL": " HTTPS://inovasi.example:8443/rumah/ "})
    assert made.base_url == "https://inovasi.example:8443/rumah"


def test_hosts_are_those_of_the_site_and_of_this_machine_unless_named() -> None:
    assert settings.load({}).hosts == ("localhost", "127.0.0.1", "::1")
    assert settings.load({"RUMAH_BASE_URL": "https://inovasi.example:8443"}).hosts[0] == "inovasi.example"
    assert settings.load({"RUMAH_TRUSTED_HOSTS": " a.example , ,b.example"}).hosts == ("a.example", "b.example")


def test_address_in_brackets_is_a_host_without_them() -> None:
    assert settings.load({"RUMAH_TRUSTED_HOSTS": "[::1],10.0.0.5"}).hosts == ("::1", "10.0.0.5")


def test_description_keeps_the_password_of_the_database_to_itself() -> None:
    made = settings.load({"RUMAH_DATABASE_URL": "postgresql+psycopg://rumah:san%40di@127.0.0.1:5432/rumah"})
    shown = {line.name: line.value for line in settings.describe(made)}
    assert shown["RUMAH_DATABASE_URL"] == "postgresql+psycopg://rumah:***@127.0.0.1:5432/rumah"


def test_description_keeps_the_secret_and_the_password_of_the_mail_server_to_itself() -> None:
    secret = "4f1c9a0e7b3d8256" * 3
    made = settings.load({"RUMAH_SECRET_KEY": secret, "RUMAH_SMTP_URL": "smtps://rumah:san%40di@surel.example"})
    shown = {line.name: line.value for line in settings.describe(made)}
    assert shown["RUMAH_SECRET_KEY"] == "***"
    assert shown["RUMAH_SMTP_URL"] == "smtps://rumah:***@surel.example"


def test_weak_secret_is_refused_on_a_production_site_too() -> None:
    assert "acak" in refusal({"RUMAH_BASE_URL": "https://inovasi.example", "RUMAH_SECRET_KEY": "rahasia"})


def test_description_of_the_settings_can_be_read_back() -> None:
    made = settings.load(
        {
            "RUMAH_TRUSTED_HOSTS": "a.example,b.example",
            "RUMAH_BASE_URL": "https://a.example",
            "RUMAH_PROXIES": "1",
            "RUMAH_INSTITUTION": "Biro Organisasi",
        }
    )
    lines = settings.describe(made)
    assert settings.load({line.name: line.value for line in lines}) == made
    assert all(line.meaning for line in lines)
