"""What has to be done in the content folder for one text: compared, not yet done."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256 as new_sha256
from pathlib import Path, PurePosixPath

from rumah_inovasi.errors import Unusable
from rumah_inovasi.interoperability.archive import ArchivedFile, ArchiveFile
from rumah_inovasi.interoperability.archive_entry import ArchiveEntry, Item
from rumah_inovasi.interoperability.archived_files import digest

Wanted = ArchiveFile | ArchivedFile
TEXT = ".md"


@dataclass(frozen=True)
class Step:
    """A file to be written, or removed where nothing is wanted; `found` is the sum of what stood there."""

    path: str
    found: str | None
    item: Wanted | None = None
    wanted: str | None = None

    @property
    def name(self) -> str:
        """What the file is to the text, wherever it stands: the text itself, or the attachment of this name."""
        return TEXT if self.path.endswith(TEXT) else PurePosixPath(self.path).name


@dataclass
class Plan:
    """The steps for one text in their order, what is in place without being known, and what forbids a step."""

    item: Item
    writes: list[Step] = field(default_factory=list)
    removals: list[Step] = field(default_factory=list)
    adopted: dict[str, str] = field(default_factory=dict)  # path and sum
    lost: list[str] = field(default_factory=list)  # known, wanted by nobody, and gone
    problems: list[str] = field(default_factory=list)
    held: set[str] = field(default_factory=set)  # names of files that cannot be put in their places

    def fail(self, step: Step, problem: str) -> None:
        """Note what stands in the way of a step; the text waits for what it shows."""
        self.problems.append(problem)
        if step.item is not None:
            self.held |= {step.name, TEXT}


def wanted_files(file: ArchiveFile | None) -> dict[str, tuple[Wanted, str]]:
    """Where which bytes of a text have to stand; the text last: where it stands, all that it shows stands too."""
    if file is None:
        return {}
    found: dict[str, tuple[Wanted, str]] = {str(item.path): (item, item.sha256) for item in file.attachments}
    return found | {str(file.path): (file, new_sha256(file.data).hexdigest())}


def plan(
    folder: Path,
    item: Item,
    wanted: Mapping[str, tuple[Wanted, str]],
    known: Mapping[str, ArchiveEntry],
) -> Plan:
    """Compare the content folder with what is wanted of a text and with what is known to stand there, by path."""
    found = Plan(item)
    for path, (file, sha256) in wanted.items():
        _compare(found, folder, Step(path, None, file, sha256), known.get(path))
    for path, entry in known.items():
        if entry.item == item and path not in wanted:
            _compare(found, folder, Step(path, None), entry)
    return found


def _compare(plan: Plan, folder: Path, step: Step, entry: ArchiveEntry | None) -> None:
    try:
        stands = digest(folder / step.path)
    except Unusable as error:
        plan.fail(step, str(error))
        return
    if stands == step.wanted:
        if stands is None:
            plan.lost.append(step.path)
        elif entry is None or not entry.is_at_rest(stands) or entry.item != plan.item:
            plan.adopted[step.path] = stands
    elif stands is None or (entry and entry.knows(stands)):
        steps = plan.writes if step.item else plan.removals
        steps.append(Step(step.path, stands, step.item, step.wanted))
    else:
        plan.fail(step, changed_by_hand(folder / step.path))


def changed_by_hand(path: Path) -> str:
    """What to tell of a file that nobody imported."""
    return f"{path} berisi hal lain yang belum diimpor. Impor berkas itu, atau pindahkan dari sana."
