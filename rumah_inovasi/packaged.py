"""Folders that come with the program but hold none of its code: texts, pages, first content."""

from pathlib import Path

PACKAGE = Path(__file__).parent


def folder(name: str, *, below: str = "") -> Path:
    """The folder `name`: inside the package in a wheel; in a checkout beside it, or in `below` there."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / below / name
