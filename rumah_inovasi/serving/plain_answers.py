"""Answers that the web server gives by itself, before the application: small pages that need nothing."""

from collections.abc import Mapping
from http import HTTPStatus

from rumah_inovasi.web.headers import HEADERS

PAGE = (
    '<!doctype html>\n<html lang="id"><head><meta charset="utf-8"><title>{heading}</title></head>\n'
    '<body><main><h1>{heading}</h1><p>{message}</p><p><a href="/">Rumah Inovasi</a></p></main></body></html>\n'
)
RETRY_SECONDS = 5


def plain(status: HTTPStatus, heading: str, message: str, more: Mapping[str, str] | None = None) -> bytes:
    """A whole answer with the headers of all others, after which the connection ends."""
    body = PAGE.format(heading=heading, message=message).encode()
    headers = {
        "Connection": "close",
        "Content-Length": str(len(body)),
        "Content-Type": "text/html; charset=utf-8",
        "Cache-Control": "no-store",
        **(more or {}),
        **HEADERS,
    }
    lines = [f"HTTP/1.1 {status.value} {status.phrase}", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode() + body


def no_http(status: HTTPStatus) -> bytes:
    """For what does not keep to the rules of HTTP, and for addresses that are longer than anybody needs."""
    if status is HTTPStatus.REQUEST_URI_TOO_LONG:
        return plain(status, "Alamat ini terlalu panjang", "Persingkat yang dicari, lalu coba lagi.")
    return plain(
        status,
        "Permintaan ini tidak dapat dipahami",
        "Permintaan ini tidak mengikuti aturan HTTP. Buka alamatnya dengan peramban web.",
    )


TOO_BUSY = plain(
    HTTPStatus.SERVICE_UNAVAILABLE,
    "Situs sedang sangat ramai",
    "Terlalu banyak permintaan datang bersamaan. Tunggu beberapa detik, lalu muat ulang halaman ini.",
    {"Retry-After": str(RETRY_SECONDS)},
)
