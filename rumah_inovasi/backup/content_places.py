"""Makes the content folder ready to become what it was in a backup.

Only what stands in the folder is replaced, not the folder itself, which may be a volume or a checkout. What is the same
already stays untouched.
"""

from collections import defaultdict
from pathlib import Path

from rumah_inovasi import progress
from rumah_inovasi.backup.content_files import content_files
from rumah_inovasi.backup.manifest import CONTENT, Part
from rumah_inovasi.backup.opening import Archive
from rumah_inovasi.backup.switching import KEPT, Switch
from rumah_inovasi.interoperability.archived_files import digest


def prepare_content(archive: Archive, folder: Path, switch: Switch) -> None:
    """Make ready what differs, entry by entry of the folder; what the backup does not know is moved away.

    Raises:
        OSError: the folder cannot be written.
    """
    wanted = _by_entry(archive.manifest.below(CONTENT))
    present = {path.name for path in folder.iterdir() if not path.name.startswith(".")} if folder.is_dir() else set()
    different = sorted(name for name in wanted.keys() | present if not _is_same(folder, name, wanted.get(name, {})))
    if not different:
        return
    aside = switch.make_aside(folder)
    kept = folder / f".{KEPT}{switch.stamp}"
    parts = [part for name in different for part in wanted.get(name, {}).values()]
    for part in progress.shown(parts, len(parts), "Memulihkan arsip"):
        target = aside / part.name.removeprefix(CONTENT)
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as file:
            file.writelines(archive.chunks(part.name))
    for name in different:
        switch.keep(folder / name, kept / name)
        if name in wanted:
            switch.put(aside / name, folder / name)
    if present & set(different):
        switch.kept.append(kept)


def _by_entry(parts: list[Part]) -> dict[str, dict[str, Part]]:
    """The parts by the first word of their place, and by their whole place."""
    found: dict[str, dict[str, Part]] = defaultdict(dict)
    for part in parts:
        place = part.name.removeprefix(CONTENT)
        found[place.partition("/")[0]][place] = part
    return found


def _is_same(folder: Path, name: str, wanted: dict[str, Part]) -> bool:
    place = folder / name
    if not place.is_dir():
        part = wanted.get(name)
        return part is not None and not place.is_symlink() and digest(place) == part.sha256
    files = content_files(place)
    if any(file.trouble for file in files):
        return False
    found = {f"{name}/{file.name}": digest(file.place) for file in files}
    return found == {below: part.sha256 for below, part in wanted.items()}
