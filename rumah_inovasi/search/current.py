"""The engine behind the present request, and the one line in the log when it stops or goes on answering."""

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar, cast

from flask import current_app

from rumah_inovasi.search.port import Engine, Frequencies, IndexUnusable, SearchPage, SearchQuery
from rumah_inovasi.web.keeping import leave_out

EXTENSION = "rumah_inovasi_search"
_WATCH = "rumah_inovasi_search_watch"
Answer = TypeVar("Answer")
log = logging.getLogger("rumah_inovasi.search")


@dataclass
class _Watch:
    """What was last known of the engine: every request asks it, but only a change is news."""

    answers: bool = True
    lock: threading.Lock = field(default_factory=threading.Lock)

    def changed_to(self, answers: bool) -> bool:  # noqa: FBT001 - the one thing that is told
        with self.lock:
            changed, self.answers = self.answers is not answers, answers
        return changed


def engine() -> Engine:
    """The engine that this app asks."""
    return cast("Engine", current_app.extensions[EXTENSION])


def find(query: SearchQuery) -> SearchPage | None:
    """The engine's answer; none while there is no index that can be read."""
    return _answered(lambda: engine().find(query))


def frequencies(words: Iterable[str]) -> Frequencies | None:
    """How many documents have each of some words; none while there is no index that can be read."""
    return _answered(lambda: engine().frequencies(words))


def _answered(question: Callable[[], Answer]) -> Answer | None:
    watch: _Watch = current_app.extensions.setdefault(_WATCH, _Watch())
    try:
        found = question()
    except IndexUnusable as error:
        leave_out()  # an index that is sound again need not be another one
        if watch.changed_to(answers=False):
            log.warning("no usable index (%s): the database answers searches meanwhile", error)
        return None
    if watch.changed_to(answers=True):
        log.info("the index answers searches again")
    return found
