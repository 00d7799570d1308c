"""The house at run time: what pages and commands need, made once from the settings and then passed along."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from rumah_inovasi.database import Database
from rumah_inovasi.files.store import FolderStore, store_from_url
from rumah_inovasi.markup.client import Renderer
from rumah_inovasi.settings import Settings


@dataclass(frozen=True)
class Panel:
    """What one capability shows on another's page: a name in the template and how its content is found."""

    name: str
    context: Callable[..., Any]


@dataclass(frozen=True)
class Panels:
    """Who shows what on whose page; composed in `app.py` alone."""

    write_up: tuple[Panel, ...] = ()  # follow from public facts alone, and may be remembered with them
    beside: tuple[Panel, ...] = ()  # of reading pages, hang on the index too, and are asked for each time
    deeds: tuple[Callable[..., Sequence[Any]], ...] = ()  # links for whoever is signed in
    applied_counts: Callable[[Session, Sequence[int]], Mapping[int, int]] = lambda _session, _numbers: {}
    workshops_with: Callable[[Session, str], Sequence[int]] = lambda _session, _text: ()  # by the words of a query
    answers_to: Callable[[Session, str], Sequence[int]] = lambda _session, _text: ()  # given by editors, as above


@dataclass(frozen=True)
class House:
    """Settings, database, renderer, panels, clock and the bytes of attachments."""

    settings: Settings
    database: Database
    renderer: Renderer
    panels: Panels
    clock: Callable[[], datetime]
    files: FolderStore

    def close(self) -> None:
        """Let go of connections and of the renderer's process."""
        self.renderer.close()
        self.database.close()


def now() -> datetime:
    """The present moment, to the second: what files and people read has no fractions."""
    return datetime.now(UTC).replace(microsecond=0)


def build(settings: Settings, panels: Panels | None = None) -> House:
    """A house from its settings.

    Raises:
        Invalid: the setting of the attachments' place is no folder.
        Unusable: the database cannot be reached.
    """
    files = store_from_url(settings.files_url, settings.data_dir)
    return House(settings, Database(settings.sqlalchemy_url), Renderer(), panels or Panels(), now, files)
