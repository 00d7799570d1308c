"""The weekly letter: subject and body, in Indonesian whatever language its reader has chosen for pages."""

from collections.abc import Sequence
from dataclasses import dataclass

MOST_LISTED = 10
LONGEST_IN_SUBJECT = 60
BODY = """\
Yth. {person},

{count} tulisan baru cocok dengan pencarian “{search}” yang Anda simpan di Rumah Inovasi:

{listed}
{more}Buka pencarian ini:
{page}

Ubah atau hapus pencarian tersimpan:
{own}

Tidak ingin menerima surat ini lagi? Buka tautan berikut, tanpa perlu masuk:
{end}

Surat ini dikirim paling sering seminggu sekali, dan hanya bila ada tulisan baru yang cocok.
"""
ITEM = """\
{place}. {title}
   {origin}
   {url}
"""
MORE = "Masih ada {count} tulisan baru lain yang tidak disebut di sini.\n\n"


@dataclass(frozen=True)
class Item:
    """A write-up of the letter, with its address and where it comes from."""

    title: str
    origin: str
    url: str


@dataclass(frozen=True)
class Addresses:
    """Where the letter leads: the page of the search, the list of own ones, and where the letters are ended."""

    page: str
    own: str
    end: str


def news(person: str, search: str, items: Sequence[Item], count: int, to: Addresses) -> tuple[str, str]:
    """What has joined a search: the newest few of `count`."""
    listed = [
        ITEM.format(place=place, title=item.title, origin=item.origin, url=item.url)
        for place, item in enumerate(items, 1)
    ]
    more = MORE.format(count=count - len(items)) if count > len(items) else ""
    body = BODY.format(
        person=person,
        count=count,
        search=search,
        listed="\n".join(listed),
        more=more,
        page=to.page,
        own=to.own,
        end=to.end,
    )
    short = search if len(search) <= LONGEST_IN_SUBJECT else search[:LONGEST_IN_SUBJECT].rstrip() + "…"
    return f"{count} tulisan baru: {short}", body
