"""How much a request may hold, where it is more than elsewhere: long articles, files.

It has to be said before the token of the form is looked for, since that reads the whole request.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from flask import Flask, current_app, request

from rumah_inovasi.accounts.current import viewer
from rumah_inovasi.web.origin import SAFE

View = TypeVar("View", bound=Callable[..., object])
MIB = 1024 * 1024


@dataclass(frozen=True)
class Size:
    """Bytes of the whole request and of its fields, how many fields, and whether of whoever is not signed in too."""

    content: int
    fields: int
    parts: int
    is_for_all: bool


_sizes: dict[str, Size] = {}


def takes(content: int, *, fields: int, parts: int, is_for_all: bool = False) -> Callable[[View], View]:
    """Let a view take more than others; `is_for_all` also of those whose session is over, so that nothing is lost."""

    def mark(view: View) -> View:
        _sizes[_name(view)] = Size(content, fields, parts, is_for_all)
        return view

    return mark


def install(app: Flask) -> None:
    """Say it for each request; goes before what reads requests."""
    app.before_request(_allow)


def _allow() -> None:
    if request.method in SAFE or request.routing_exception is not None:
        return
    view = current_app.view_functions.get(request.endpoint or "")
    size = _sizes.get(_name(view)) if view else None
    if size and (size.is_for_all or viewer()):
        request.max_content_length = size.content
        request.max_form_memory_size = size.fields
        request.max_form_parts = size.parts


def _name(view: Callable[..., object]) -> str:
    return f"{view.__module__}.{view.__name__}"
