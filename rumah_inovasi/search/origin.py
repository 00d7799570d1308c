"""Which house an index was made from, and up to which of its public changes.

Where an older copy of the database is put back, or another database is used, the index is that of something else.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from rumah_inovasi import public_version
from rumah_inovasi.whole_files import replace_file

NAME = "origin"


@dataclass(frozen=True)
class Origin:
    """A house by its identity, and a count of its public changes."""

    identity: str
    version: int

    def is_before(self, other: "Origin") -> bool:
        """Whether it is of the same house, at that time or earlier."""
        return self.identity == other.identity and self.version <= other.version


def present(session: Session) -> Origin:
    """What the database is now."""
    state = public_version.state(session)
    return Origin(state.identity, state.public_version)


def of_index(folder: Path) -> Origin | None:
    """What is noted beside the index; none where nothing is, or nothing that makes sense."""
    try:
        said = json.loads((folder / NAME).read_text("utf-8"))
        return Origin(str(said["identity"]), int(said["version"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def note(folder: Path, origin: Origin) -> None:
    """Note it, whole or not at all.

    Raises:
        OSError: the folder cannot be written.
    """
    replace_file(folder / NAME, json.dumps(asdict(origin)).encode())
