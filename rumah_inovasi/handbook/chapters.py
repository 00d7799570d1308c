"""The chapters: Markdown files of `docs/panduan/`, through the same door as every text, once for each process.

A file begins with `# Title` and a paragraph that says whom it is for. It leads to others as files do
(`penyusun.md#mengajukan`), so that they can be read in the repository too. What stands in “…” is what a page says.
"""

import re
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup

from rumah_inovasi import addresses, packaged
from rumah_inovasi.errors import NotFound, Unusable
from rumah_inovasi.markup.allowed import ID_PREFIX
from rumah_inovasi.markup.client import Renderer
from rumah_inovasi.markup.errors import MarkupError
from rumah_inovasi.markup.rendered import Heading

FOLDER = packaged.folder("panduan", below="docs")
# In the order of the overview: the parts of addresses, which are promises, and the names of the files.
SLUGS = ("pembaca", "akun", "petugas", "penyusun", "narasumber", "admin-lokal", "kurator", "pengelola")
SECTION = 2  # the level of headings that the table of contents shows
_FILE_LINK = re.compile(r"\]\(([a-z-]+)\.md(?:#([\w-]+))?\)")


@dataclass(frozen=True)
class Chapter:
    """One chapter as its page shows it."""

    slug: str
    title: str
    lead: str
    html: Markup
    contents: tuple[Heading, ...]

    @property
    def url(self) -> str:
        """Where it is read."""
        return addresses.chapter(self.slug)


@cache
def chapters() -> tuple[Chapter, ...]:
    """All chapters in their order, rendered at the first call.

    Raises:
        Unusable: the renderer has no room to work at present; the next call tries again.
    """
    try:
        # A renderer of its own, ended at once: else whoever reads would leave a process for writers behind.
        with Renderer() as renderer:
            return tuple(_chapter(slug, renderer) for slug in SLUGS)
    except MarkupError:
        raise Unusable("Panduan belum dapat ditampilkan. Coba lagi sebentar lagi.") from None


def chapter(slug: str) -> Chapter:
    """The chapter with this part of an address.

    Raises:
        NotFound: there is none.
    """
    if slug not in SLUGS:
        raise NotFound("Panduan tidak punya bab ini.")
    return chapters()[SLUGS.index(slug)]


def _chapter(slug: str, renderer: Renderer) -> Chapter:
    title, lead, text = (FOLDER / f"{slug}.md").read_text(encoding="utf-8").split("\n\n", 2)
    rendered = renderer.render(_FILE_LINK.sub(_served, text))
    return Chapter(
        slug=slug,
        title=title.removeprefix("# "),
        lead=" ".join(lead.split()),
        html=Markup(rendered.html),  # noqa: S704 - the HTML of markup/, cleaned and checked
        contents=tuple(heading for heading in rendered.headings if heading.level == SECTION),
    )


def _served(link: re.Match[str]) -> str:
    """A link to a file as a link to its page, whose headings have the prefix of all ids of texts."""
    fragment = f"#{ID_PREFIX}{link[2]}" if link[2] else ""
    return f"]({addresses.chapter(link[1])}{fragment})"
