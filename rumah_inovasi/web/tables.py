"""Tables for spreadsheets: CSV and XLSX.

CSV comes with semicolons and a byte order mark, since Excel under Indonesian settings opens just that by a double
click: its decimal comma takes the comma, and without the mark it reads another encoding.
"""

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response, make_response

BYTE_ORDER_MARK = "\ufeff"
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST_COLUMN = 60
# What spreadsheets would take for a formula. Tabs and returns before it would not stop them.
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# No cell becomes anything but a number or a text, and nothing in a text becomes a link.
_PLAIN = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}


def harmless(text: str) -> str:
    """The text so that no spreadsheet runs it: an apostrophe in front says that it is text."""
    return f"'{text}" if text.startswith(_STARTS_FORMULA) else text


def as_csv(header: Sequence[str], rows: Iterable[Sequence[str | int]]) -> str:
    """A line of names, then a line for each row."""
    lines = io.StringIO()
    writer = csv.writer(lines, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([harmless(str(cell)) for cell in row] for row in rows)
    return BYTE_ORDER_MARK + lines.getvalue()


def as_xlsx(name: str, header: Sequence[str], rows: Iterable[Sequence[str | int]]) -> bytes:
    """A workbook with one sheet; the line of names stays in sight."""
    import xlsxwriter  # noqa: PLC0415 - a few MB that a server which makes no workbook need not hold

    made = io.BytesIO()
    with xlsxwriter.Workbook(made, _PLAIN) as book:
        sheet, bold = book.add_worksheet(name), book.add_format({"bold": True})
        widths = [len(title) for title in header]
        for column, title in enumerate(header):
            sheet.write_string(0, column, harmless(title), bold)
        for line, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(line, column, cell)
                else:
                    sheet.write_string(line, column, harmless(cell))
                widths[column] = max(widths[column], len(str(cell)))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(width + 2, WIDEST_COLUMN))
        sheet.freeze_panes(1, 0)
    return made.getvalue()


def download(content: str | bytes, file_name: str) -> Response:
    """The table as a file."""
    answer = make_response(content)
    answer.headers["Content-Type"] = XLSX_TYPE if file_name.endswith(".xlsx") else CSV_TYPE
    answer.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return answer
