"""An author and a local admin at work, each in a browser: a draft, texts that are saved, review, publication."""

import random
import time
from dataclasses import dataclass

from tests.bench.browser import Answer, Browser

SYLLABLES = ("ba", "du", "ge", "ko", "li", "mo", "nu", "pe", "ra", "si", "tu", "wa")
LOOK_SECONDS = 0.005
FOUND_SECONDS = 60.0


class NotFoundInTime(Exception):
    """What was published never came up in a search."""


def word(dice: random.Random) -> str:
    """A word that stands nowhere else."""
    return "".join(dice.choice(SYLLABLES) for _ in range(6))


@dataclass
class Draft:
    """A draft: its number, its title, and the last text that the site has confirmed."""

    number: int
    title: str
    text: str = ""

    @property
    def place(self) -> str:
        """Where it is worked on."""
        return f"/ruang-kerja/usulan/{self.number}"


def begin(author: Browser, title: str) -> Draft:
    """Begin a new write-up."""
    units = author.get("/ruang-kerja/tulis").text
    unit = units.partition('name="unit" value="')[2].partition('"')[0]
    answer = author.send("/ruang-kerja/tulis", {"unit": unit, "title": title}, 303, 200)
    if not answer.location:  # asked whether a text with a similar title was meant
        answer = author.send("/ruang-kerja/tulis", {"unit": unit})
    return Draft(int(answer.location.partition("/usulan/")[2].partition("/")[0]), title)


def save(author: Browser, draft: Draft, text: str) -> Answer:
    """Type another text and save it."""
    author.get(f"{draft.place}/sunting")
    fields = {"judul": draft.title, "ringkasan": f"Ringkasan {draft.title}.", "bagian-latar-belakang": text}
    answer = author.send(f"{draft.place}/sunting", fields)
    draft.text = text
    return answer


def submit(author: Browser, draft: Draft) -> Answer:
    """Ask for review."""
    author.get(draft.place)
    return author.send(f"{draft.place}/ajukan", {"authorised": "y"})


def approve(admin: Browser, draft: Draft) -> Answer:
    """Publish it."""
    admin.get(draft.place)
    return admin.send(f"{draft.place}/putuskan", {"aksi": "setujui"})


def wait_until_found(reader: Browser, draft: Draft) -> float:
    """Search for the title until it comes up; gives the seconds."""
    began = time.perf_counter()
    while draft.title not in reader.get(f"/cari.json?q={draft.title.rsplit(maxsplit=1)[-1]}").text:
        if time.perf_counter() - began > FOUND_SECONDS:
            raise NotFoundInTime(draft.title)
        time.sleep(LOOK_SECONDS)
    return time.perf_counter() - began
