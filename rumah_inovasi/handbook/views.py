"""/panduan: the handbook by groups of users, and its chapters."""

from flask import Blueprint, render_template

from rumah_inovasi.handbook import chapters
from rumah_inovasi.web.current import base_url

blueprint = Blueprint("handbook", __name__)


@blueprint.get("/panduan")
def overview() -> str:
    """Which chapter is for whom."""
    return render_template("handbook/overview.html", chapters=chapters.chapters(), canonical=base_url() + "/panduan")


@blueprint.get("/panduan/<slug>")
def chapter(slug: str) -> str:
    """One chapter, with its table of contents and the way to its neighbours."""
    found = chapters.chapter(slug)
    every = chapters.chapters()
    at = every.index(found)
    return render_template(
        "handbook/chapter.html",
        chapter=found,
        before=every[at - 1] if at else None,
        after=every[at + 1] if at + 1 < len(every) else None,
        canonical=base_url() + found.url,
    )
