"""The tables of a house as they were at a step of its migrations, in types that every kind of database knows."""

from functools import cache
from typing import Any

from sqlalchemy import JSON, MetaData, create_engine, event

from rumah_inovasi.migrations.upgrade import upgrade_within

STEP_TABLE = "alembic_version"


@cache
def form_of(step: str) -> MetaData:
    """The tables at this step, found by making an empty house of that time in memory."""
    engine = create_engine("sqlite://")
    form = MetaData()
    event.listen(form, "column_reflect", _generalise)
    with engine.connect() as connection:
        upgrade_within(connection, step)
        form.reflect(connection)
    engine.dispose()
    form.remove(form.tables[STEP_TABLE])
    return form


def _generalise(_inspector: object, _table: object, column: Any) -> None:  # noqa: ANN401 - a dictionary of SQLAlchemy
    found = column["type"].as_generic()
    if isinstance(found, JSON):
        found = JSON(none_as_null=column["nullable"])  # where it may be, nothing is NULL and not the word null
    column["type"], column["default"] = found, None
