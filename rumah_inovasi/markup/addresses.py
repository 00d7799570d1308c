"""Which addresses a text may point to, and how they look afterwards.

The address that was judged is the address that is written: invisible signs are dropped first and stay dropped,
so a browser cannot read it in another way than we did. Nothing here ever fetches an address.
"""

import re
import unicodedata
from urllib.parse import quote, unquote, urlsplit

from rumah_inovasi.markup.allowed import ID_PREFIX

# Invisible signs outside the categories of control and format signs: fillers, joiners, variation selectors.
_INVISIBLE = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
_SPACE = " "
_ESCAPES = {ord(sign): quote(sign) for sign in ' "<>^`{|}'}
_ATTACHMENT = re.compile(r"(?:\./|/berkas/)?([1-9][0-9]{0,8})/([^/?#]+)")
_FILE_NAME = re.compile(r"\w[\w .,()&+-]*")
_MAIL = re.compile(r"mailto:[^\s@:/?#]+@[^\s@:/?#]+(?:\?[^\s#]*)?", re.IGNORECASE)
_NOT_IN_ID = re.compile(r"[^\w:.-]+")


def link_address(raw: str) -> str | None:
    """The address a link may have: http(s), mail, an id of this text, an attachment, an own path; else None."""
    address = _visible(raw)
    if not address or "\\" in address:
        return None
    if address.startswith("#"):
        target = own_id(address[1:])
        return f"#{target}" if target else None
    attachment = _attachment(address)
    if attachment is not None:
        return attachment
    if address.startswith("/"):
        return None if address.replace(_SPACE, "").startswith("//") else _escaped(address)
    return _absolute(address)


def image_address(raw: str) -> str | None:
    """The address an image may have: an attachment (`17/alur.png`), since any other would tell who reads; else None."""
    return _attachment(_visible(raw))


def is_external(address: str) -> bool:
    """Whether a permitted address leaves this site by the web."""
    return address.lower().startswith(("http:", "https:"))


def own_id(raw: str) -> str | None:
    """An id of the text under our prefix; None where nothing is left of it. The same for an id and for links to it."""
    name = _NOT_IN_ID.sub("-", unquote(_visible(raw))).strip("-")
    return ID_PREFIX + name if name else None


def _visible(raw: str) -> str:
    """`raw` without control, format and other invisible signs; spaces at its ends drop, others become plain."""
    kept = []
    for sign in _INVISIBLE.sub("", raw):
        category = unicodedata.category(sign)
        if category.startswith("Z"):
            kept.append(_SPACE)
        elif not category.startswith("C"):
            kept.append(sign)
    return "".join(kept).strip(_SPACE)


def _attachment(address: str) -> str | None:
    match = _ATTACHMENT.fullmatch(address)
    if match is None:
        return None
    name = unquote(match[2])
    return f"/berkas/{match[1]}/{quote(name)}" if _FILE_NAME.fullmatch(name) else None


def _absolute(address: str) -> str | None:
    if _MAIL.fullmatch(address):
        return _escaped(address)
    # Spaces are judged as if they were gone, but written as %20: addresses of office files often hold some.
    try:
        parts = urlsplit(address.replace(_SPACE, ""))
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    web = parts.scheme in {"http", "https"} and address[len(parts.scheme) :].startswith("://")
    # A name before @ makes a stranger's host look like one's own; port 0 and empty hosts lead nowhere.
    if not web or not host or port == 0 or "@" in parts.netloc or _SPACE in address.split("/")[2]:
        return None
    return _escaped(address)


def _escaped(address: str) -> str:
    return address.translate(_ESCAPES)
