"""The ids that tables have given out: where one is never given twice, that has to hold in a restored house too."""

from collections.abc import Mapping

from sqlalchemy import Boolean, Column, Connection, Integer, MetaData, Table, func, literal_column, select, text

from rumah_inovasi.backup.manifest import TableFacts

_GIVES_NONE_TWICE = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'"
_GIVEN = select(literal_column("last_value", Integer()), literal_column("is_called", Boolean()))


def last_ids(connection: Connection, form: MetaData) -> dict[str, int]:
    """The last id that each table gave out, where the database remembers it."""
    if connection.dialect.name == "sqlite":
        remembers = connection.scalar(text("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'"))
        rows = connection.execute(text("SELECT name, seq FROM sqlite_sequence")) if remembers else ()
        return {name: seq for name, seq in rows if name in form.tables}
    found = {}
    for table in form.sorted_tables:
        sequence = _sequence(connection, table)
        if sequence:
            last, is_given = connection.execute(_GIVEN.select_from(text(sequence))).one()
            found[table.name] = last if is_given else 0
    return found


def remember(connection: Connection, form: MetaData, facts: Mapping[str, TableFacts]) -> None:
    """Let every table go on after the last id that it has given out, or that a row of it has."""
    strict = set()
    if connection.dialect.name == "sqlite":
        strict = set(connection.scalars(text(_GIVES_NONE_TWICE)))
    for table in form.sorted_tables:
        column = _id(table)
        if column is None:
            continue
        last = max(connection.scalar(select(func.max(column))) or 0, facts[table.name].last_id or 0)
        if table.name in strict:
            connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
            values = {"name": table.name, "seq": last}
            connection.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :seq)"), values)
        elif connection.dialect.name == "postgresql" and (sequence := _sequence(connection, table)):
            values = {"sequence": sequence, "last": max(last, 1), "given": last > 0}
            connection.execute(text("SELECT setval(CAST(:sequence AS regclass), :last, :given)"), values)


def _id(table: Table) -> Column[int] | None:
    """The one column by which rows are known, where it is a number."""
    columns = list(table.primary_key.columns)
    return columns[0] if len(columns) == 1 and isinstance(columns[0].type, Integer) else None


def _sequence(connection: Connection, table: Table) -> str | None:
    column = _id(table)
    if column is None:
        return None
    values = {"table": f'"{table.name}"', "column": column.name}
    found: str | None = connection.scalar(text("SELECT pg_get_serial_sequence(:table, :column)"), values)
    return found
