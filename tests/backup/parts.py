"""A backup taken apart and put together again, in ways that the program would not."""

import hashlib
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rumah_inovasi.backup.manifest import NAME


@dataclass
class Parts:
    """What the manifest tells, and the members of the file in their order."""

    told: dict[str, Any]
    members: list[tuple[str, bytes]]

    @classmethod
    def of(cls, path: Path) -> "Parts":
        """Take a backup apart."""
        with zipfile.ZipFile(path) as archive:
            members = [(name, archive.read(name)) for name in archive.namelist()]
        return cls(json.loads(dict(members)[NAME]), members)

    def write(self, path: Path) -> None:
        """Put it together again."""
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in self.members:
                archive.writestr(zipfile.ZipInfo(name), json.dumps(self.told) if name == NAME else data)

    def put(self, name: str, data: bytes) -> None:
        """A part in the place of any of this name, which the manifest names too."""
        self.drop(name)
        self.told["parts"].append({"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()})
        self.members.append((name, data))

    def drop(self, name: str) -> None:
        """Leave a part out, and the manifest too."""
        self.told["parts"] = [part for part in self.told["parts"] if part["name"] != name]
        self.members = [member for member in self.members if member[0] != name]

    def change(self, name: str, change: Callable[[bytes], bytes]) -> None:
        """Another content of a part."""
        self.put(name, change(dict(self.members)[name]))
