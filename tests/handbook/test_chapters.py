"""What the handbook says is so: its labels stand on pages, its links lead somewhere, its figures are the program's."""

import re
from collections.abc import Iterator
from functools import cache

import pytest
import yaml
from flask import Flask

from rumah_inovasi.accounts import model as accounts
from rumah_inovasi.accounts import passwords
from rumah_inovasi.accounts.actions import KEY_LASTS
from rumah_inovasi.accounts.model import Purpose
from rumah_inovasi.errors import NotFound
from rumah_inovasi.files import enclosures
from rumah_inovasi.handbook import chapters
from rumah_inovasi.handbook.chapters import FOLDER, SLUGS
from rumah_inovasi.membership.actions import LINK_LASTS
from rumah_inovasi.replication.statement import SILENCE
from rumah_inovasi.vocabulary import shipped
from tests import catalogues
from tests.catalogues import forms
from tests.test_repository import project_files

MIB = 1024 * 1024
LISTS = ("tahap-replikasi", "keberlanjutan")  # whose names the handbook quotes
LABEL = re.compile(r"“([^”]*)”")
WITHIN = re.compile(r'href="#([^"]*)"')
INSIDE = re.compile(r'href="(/[^"#]*)(?:#([^"]*))?"')
MENTIONED = re.compile(r"/panduan(?:/([a-z-]+))?(?:#([\w-]+))?(?=[\"'])")


def source(slug: str) -> str:
    """A chapter as it is written, on one line: a label may be broken between two."""
    return " ".join((FOLDER / f"{slug}.md").read_text("utf-8").split())


@cache
def said() -> frozenset[str]:
    """All that pages say in Indonesian, with the names in the lists to choose from."""
    messages = {form for message in catalogues.extracted() if message.id for form in forms(message.id)}
    lists = yaml.safe_load(shipped.FILE.read_text("utf-8"))
    return frozenset(messages | {term["nama"] for kind in LISTS for term in lists[kind]})


def anchors(slug: str) -> set[str]:
    return set(re.findall(r' id="([^"]+)"', chapters.chapter(slug).html))


def mentions() -> Iterator[tuple[str, str, str]]:
    """The addresses of the handbook that pages and code name."""
    for name, text in project_files(".html", ".py"):
        if name.startswith(("templates/", "rumah_inovasi/")):
            yield from ((name, found[1] or "", found[2] or "") for found in MENTIONED.finditer(text))


def test_every_file_is_a_chapter_and_every_chapter_has_a_file() -> None:
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(f"{slug}.md" for slug in SLUGS)


@pytest.mark.parametrize("slug", SLUGS)
def test_chapter_says_for_whom_it_is_what_to_do_in_trouble_and_how_to_keep_data_safe(slug: str) -> None:
    found = chapters.chapter(slug)
    assert (FOLDER / f"{slug}.md").read_text("utf-8").startswith(f"# {found.title}\n\nUntuk ")
    assert found.lead.startswith("Untuk ")
    titles = [heading.text for heading in found.contents]
    assert len(titles) > 4
    assert titles[-2:] == ["Bila ada masalah", "Data pribadi"]


@pytest.mark.parametrize("slug", SLUGS)
def test_every_quoted_label_stands_on_a_page(slug: str) -> None:
    labels = LABEL.findall(source(slug))
    assert len(labels) > 5
    assert [label for label in labels if label not in said()] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_every_link_leads_somewhere(slug: str, app: Flask) -> None:
    html = chapters.chapter(slug).html
    assert "<a>" not in html, "an address that markup/ does not take"
    assert set(WITHIN.findall(html)) <= anchors(slug)
    routes = app.url_map.bind("localhost")
    for path, anchor in INSIDE.findall(html):
        endpoint, values = routes.match(path)
        if endpoint == "handbook.chapter":
            assert not anchor or anchor in anchors(values["slug"]), f"{path}#{anchor}"


def test_pages_lead_to_chapters_and_sections_that_exist() -> None:
    found = list(mentions())
    assert len([slug for _name, slug, _anchor in found if slug]) > 5
    for name, slug, anchor in found:
        assert not slug or slug in SLUGS, name
        assert not anchor or anchor in anchors(slug), f"{name}: {slug}#{anchor}"


@pytest.mark.parametrize(
    ("slug", "sentence"),
    [
        ("akun", f"Tautannya berlaku {KEY_LASTS[Purpose.INVITATION].days} hari"),
        ("akun", f"paling sedikit {passwords.SHORTEST} huruf"),
        ("akun", f"berlaku {LINK_LASTS.total_seconds() / 3600:.0f} jam"),
        ("akun", f"bila {accounts.IDLE.total_seconds() / 3600:.0f} jam tidak dipakai"),
        ("akun", f"paling lama setelah {accounts.LONGEST.days} hari"),
        ("akun", f"bila {accounts.LASTING.days} hari tidak dipakai"),
        ("akun", f"paling besar {enclosures.MOST_BYTES // MIB} MiB"),
        ("petugas", f"dalam {SILENCE.days} hari"),
        ("penyusun", f"dalam {SILENCE.days} hari"),
        ("kurator", f"sudah {SILENCE.days} hari diam"),
    ],
)
def test_figure_is_that_of_the_program(slug: str, sentence: str) -> None:
    assert sentence in source(slug)


def test_reset_by_letter_lasts_as_long_as_the_handbook_says() -> None:
    assert KEY_LASTS[Purpose.RESET].total_seconds() == 3600
    assert "Tautannya berlaku satu jam." in source("akun")


def test_chapters_are_rendered_once() -> None:
    assert chapters.chapters() is chapters.chapters()


@pytest.mark.parametrize("slug", ["tidak-ada", "../operating", "Penyusun", ""])
def test_what_is_no_chapter_is_not_found(slug: str) -> None:
    with pytest.raises(NotFound):
        chapters.chapter(slug)
