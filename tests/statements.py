"""SQL that is compiled once a run: nearly every test has a database of its own, and their statements are the same."""

from typing import Any

from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine.base import Engine
from sqlalchemy.util import LRUCache

MOST = 5_000
_compiled: dict[type, "LRUCache[Any, Any]"] = {}


def compile_once() -> None:
    """Let all engines of one kind share what SQLAlchemy has compiled; it takes their dialects for one then."""
    for kind in (SQLiteDialect_pysqlite, PGDialect_psycopg):
        kind.__eq__ = lambda self, other: type(self) is type(other)  # type: ignore[method-assign]
        kind.__hash__ = lambda self: hash(type(self))  # type: ignore[method-assign]
    make = Engine.__init__

    def shared(self: Engine, *args: Any, **kwargs: Any) -> None:
        make(self, *args, **kwargs)
        self._compiled_cache = _compiled.setdefault(type(self.dialect), LRUCache(MOST))

    Engine.__init__ = shared  # type: ignore[method-assign]
