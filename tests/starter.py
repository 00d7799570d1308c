"""The starter content read by other means than the program's own, so that counts of pages can be compared with it."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from rumah_inovasi.house import House

APPLIED = {"diterapkan", "dievaluasi", "berlanjut", "bertransformasi"}


def archived(house: House) -> list[Path]:
    """The files of a house's archive, by number."""
    files = (house.settings.content_dir / "inovasi").glob("*/*.md")
    return sorted(files, key=lambda path: int(path.name.partition("-")[0]))


@cache
def front_matter(path: Path) -> dict[str, Any]:
    """The front matter of a file as a plain reader of YAML sees it."""
    found: dict[str, Any] = yaml.safe_load(path.read_text("utf-8").split("---\n")[1])
    return found


def read(house: House) -> list[dict[str, Any]]:
    """The front matter of every file of the archive, with its address under `alamat`."""
    return [front_matter(path) | {"alamat": f"/inovasi/{path.stem}"} for path in archived(house)]


def applied_across(item: dict[str, Any]) -> list[dict[str, Any]]:
    """The replications that are in use outside the region of origin."""
    claims = item.get("replikasi", [])
    return [claim for claim in claims if claim["tahap"] in APPLIED and claim.get("wilayah") != item["wilayah"]]


def applied_regencies(item: dict[str, Any]) -> set[str]:
    """Codes of the other kabupaten and kota in which it is in use."""
    return {claim["wilayah"] for claim in applied_across(item) if "." in claim.get("wilayah", "")}
