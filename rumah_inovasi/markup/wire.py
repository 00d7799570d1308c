"""How client and worker talk: JSON objects, each after its length in four bytes. Works on unbuffered streams."""

import json
from typing import IO, Any

# A text or its HTML with every sign escaped stays far below; more is no message of ours.
MAX_MESSAGE_BYTES = 32 * 1024 * 1024
_LENGTH_BYTES = 4

Message = dict[str, Any]


def send(stream: IO[bytes], message: Message) -> None:
    """Write one message wholly; raises OSError when the other side is gone."""
    data = json.dumps(message).encode("ascii")
    remaining = memoryview(len(data).to_bytes(_LENGTH_BYTES, "big") + data)
    while remaining:
        written = stream.write(remaining)
        remaining = remaining[written:]


def receive(stream: IO[bytes]) -> Message | None:
    """Read one message; None when the other side has ended. Raises ValueError for what is no message."""
    head = _read(stream, _LENGTH_BYTES)
    if head is None:
        return None
    length = int.from_bytes(head, "big")
    if length > MAX_MESSAGE_BYTES:
        raise ValueError(f"a message of {length} bytes is longer than any of ours")
    data = _read(stream, length)
    if data is None:
        return None
    message = json.loads(data)
    if not isinstance(message, dict):
        raise ValueError("a message has to be a JSON object")  # noqa: TRY004  # the data is wrong, not the caller
    return message


def _read(stream: IO[bytes], length: int) -> bytes | None:
    parts = []
    while length:
        part = stream.read(length)
        if not part:
            return None
        parts.append(part)
        length -= len(part)
    return b"".join(parts)
