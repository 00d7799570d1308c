"""Named arrays in one file: written whole, mapped into memory, never changed."""

import json
import mmap
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]
_MAGIC = b"RUMAHARR"
_ALIGNED = 64  # bytes: whatever the type of an array, none of its values lies across
_HEADER = len(_MAGIC) + 8


class NotPacked(Exception):
    """The file does not hold what is sought: another form, or cut short."""


def write(path: Path, arrays: Arrays, notes: Mapping[str, Any]) -> None:
    """Write arrays, and what else is to be known of them (as JSON), into a new file.

    Raises:
        OSError: the folder cannot be written.
    """
    kept = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    end = 0
    described = {}
    for name, array in kept.items():
        described[name] = (array.dtype.str, array.shape, end)
        end += _padded(array.nbytes)
    head = json.dumps({"arrays": described, "size": end, "notes": notes}).encode()
    with path.open("wb") as file:
        file.write(_MAGIC + len(head).to_bytes(8, "little") + head)
        file.write(bytes(_padded(_HEADER + len(head)) - _HEADER - len(head)))
        for array in kept.values():
            file.write(array.data if array.nbytes else b"")
            file.write(bytes(_padded(array.nbytes) - array.nbytes))


def read(path: Path) -> tuple[Arrays, Mapping[str, Any]]:
    """The arrays of a file, mapped into memory, and what was noted beside them.

    Raises:
        NotPacked: the file is gone, cut short or another one.
        OSError: the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (FileNotFoundError, ValueError) as error:
        raise NotPacked(path.name) from error
    try:
        if mapped[: len(_MAGIC)] != _MAGIC:
            raise NotPacked(path.name)
        length = int.from_bytes(mapped[len(_MAGIC) : _HEADER], "little")
        head = json.loads(mapped[_HEADER : _HEADER + length])
        start = _padded(_HEADER + length)
        if start + head["size"] != len(mapped):
            raise NotPacked(path.name)
        arrays = {
            name: _array(mapped, np.dtype(kind), shape, start + place)
            for name, (kind, shape, place) in head["arrays"].items()
        }
    except (ValueError, KeyError, TypeError) as error:
        raise NotPacked(path.name) from error
    return arrays, head["notes"]


def _array(mapped: mmap.mmap, kind: np.dtype[Any], shape: list[int], place: int) -> NDArray[Any]:
    count = int(np.prod(shape))
    return np.frombuffer(mapped, kind, count, place).reshape(shape) if count else np.zeros(shape, kind)


def _padded(size: int) -> int:
    return -(-size // _ALIGNED) * _ALIGNED


def texts(name: str, values: Sequence[str]) -> dict[str, NDArray[Any]]:
    """Texts of any length, one after the other, and where each begins; also such with signs that are no valid text."""
    kept = [encoded(value) for value in values]
    ends = np.cumsum([0, *map(len, kept)], dtype=np.int64)
    return {f"{name}_bytes": np.frombuffer(b"".join(kept), np.uint8), f"{name}_at": ends}


def lists(name: str, values: Sequence[Sequence[int]]) -> dict[str, NDArray[Any]]:
    """Lists of numbers, one after the other, and where each begins."""
    ends = np.cumsum([0, *map(len, values)], dtype=np.int64)
    return {f"{name}_items": np.array([item for each in values for item in each], np.int32), f"{name}_at": ends}


def widths(bounds: NDArray[Any]) -> NDArray[np.int64]:
    """How long each list is, given where they begin and where the last one ends."""
    found: NDArray[np.int64] = bounds[1:].astype(np.int64) - bounds[:-1].astype(np.int64)
    return found


def encoded(text: str) -> bytes:
    """A text as it is kept."""
    return text.encode("utf-8", "surrogatepass")


def decoded(kept: bytes) -> str:
    """The text that is kept so."""
    return kept.decode("utf-8", "surrogatepass")


class Texts(Sequence[str]):
    """Kept texts, each read only where it is asked for."""

    def __init__(self, arrays: Arrays, name: str) -> None:
        self._bytes = arrays[f"{name}_bytes"]
        self._at = arrays[f"{name}_at"]

    def __len__(self) -> int:
        """How many there are."""
        return len(self._at) - 1

    def __getitem__(self, place: int) -> str:  # type: ignore[override]  # slices are not asked for
        """One of them."""
        return decoded(self._bytes[self._at[place] : self._at[place + 1]].tobytes())

    def starting(self, start: str) -> tuple[int, int]:
        """Where those that start so begin and end, in texts that are sorted."""
        return bisect_left(self, start), bisect_left(self, start + "\U0010ffff")
