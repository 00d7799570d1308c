"""What header and footer say about the site: whose it is, and when it last changed."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import quote

from flask import Flask, request
from sqlalchemy.exc import SQLAlchemyError

from rumah_inovasi.settings import Settings
from rumah_inovasi.web.current import house, language, with_query
from rumah_inovasi.web.keeping import leave_out

NAME = "Rumah Inovasi"
# Which item of the menu a path belongs to.
SECTIONS = (
    ("/cari", "search"),
    ("/masalah", "problem"),
    ("/wilayah", "regions"),
    ("/unit", "regions"),
    ("/urusan", "topics"),
    ("/tag", "topics"),
    ("/replikasi", "replication"),
    ("/pelatihan", "learning"),
    ("/tentang", "about"),
    ("/privasi", "about"),
    ("/panduan", "about"),
    ("/ruang-kerja", "desk"),
    ("/admin", "desk"),
    ("/akun", "desk"),
    ("/masuk", "accounts"),
)
log = logging.getLogger("rumah_inovasi")


@dataclass(frozen=True)
class Site:
    """The site as templates know it."""

    settings: Settings
    year: int
    newest: Callable[[], datetime | None]

    name = NAME

    @property
    def institution(self) -> str | None:
        """Who runs the site; none means an example."""
        return self.settings.institution

    @property
    def sends_mail(self) -> bool:
        """Whether letters leave the site; without a mail server they stand in its log alone."""
        return bool(self.settings.smtp_url)

    @property
    def address(self) -> str | None:
        """Where they sit."""
        return self.settings.address

    @property
    def phone(self) -> str | None:
        """How to call them."""
        return self.settings.phone

    @property
    def ppid_url(self) -> str | None:
        """Their office for public information."""
        return self.settings.ppid_url

    @cached_property
    def updated(self) -> datetime | None:
        """When public content last changed; none where nothing is published or the database does not answer."""
        try:
            return self.newest()
        except SQLAlchemyError:
            leave_out()
            log.warning("the footer goes without its date: the database does not answer")
            return None


def install(app: Flask, settings: Settings, newest: Callable[[], datetime | None]) -> None:
    """Tell every template about the site, the language, and where the reader is."""

    @app.context_processor
    def everywhere() -> dict[str, Any]:
        return {
            "site": Site(settings, house().clock().year, newest),
            "lang": language(),
            "path": with_query(quote(request.path)) if request.method in {"GET", "HEAD"} else "/",
            "section": _section(request.path),
            "canonical": None,
        }


def _section(path: str) -> str | None:
    return next((name for start, name in SECTIONS if path == start or path.startswith(start + "/")), None)
