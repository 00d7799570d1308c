"""A real mail server on loopback that keeps what it is given and refuses what it is told to refuse."""

import asyncio
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

NAME, PASSWORD = "surel@dinas", "k@ta:sandi/%"
ENCODED = "surel%40dinas:k%40ta%3Asandi%2F%25"  # both, as they stand in an address


@dataclass
class Mailbox:
    """What arrived, and what is refused: an answer for each recipient, before the letter or after it."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    envelopes: list[tuple[str, list[str]]] = field(default_factory=list)
    conversations: int = 0
    signed_in: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    refused_data: dict[str, str] = field(default_factory=dict)
    refused_senders: dict[str, str] = field(default_factory=dict)
    arrived: threading.Event = field(default_factory=threading.Event)

    @property
    def subjects(self) -> list[str]:
        """Of the letters that arrived, in their order."""
        return [str(letter["Subject"]) for letter in self.letters]

    def authenticate(self, _server: object, _session: object, _envelope: object, _how: str, data: object) -> AuthResult:
        """Let in who knows name and password."""
        known = isinstance(data, LoginPassword) and (data.login, data.password) == (NAME.encode(), PASSWORD.encode())
        if known:
            self.signed_in.append(NAME)
        return AuthResult(success=known, handled=False)

    async def handle_EHLO(self, _server: Any, session: Any, _envelope: Any, hostname: str, answers: list[str]) -> Any:  # noqa: N802 - names and types of aiosmtpd
        """Count conversations."""
        self.conversations += 1
        session.host_name = hostname
        return answers

    async def handle_MAIL(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802 - as above
        """Take or refuse a sender."""
        if address in self.refused_senders:
            return self.refused_senders[address]
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802 - as above
        """Take or refuse a recipient."""
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - as above
        """Keep or refuse a letter."""
        for address in envelope.rcpt_tos:
            if address in self.refused_data:
                return self.refused_data[address]
        self.letters.append(message_from_bytes(envelope.original_content, policy=policy.SMTP))
        self.envelopes.append((envelope.mail_from, envelope.rcpt_tos))
        self.arrived.set()
        return "250 OK"


@contextmanager
def running(mailbox: Mailbox, *, tls: ssl.SSLContext | None = None, is_wrapped: bool = False) -> Iterator[Mailbox]:
    """Serve the mailbox: plain, with STARTTLS where a context is given, or in TLS from the first byte."""
    loop = asyncio.new_event_loop()
    options: dict[str, Any] = {"authenticator": mailbox.authenticate, "auth_require_tls": tls is not None}
    if tls and not is_wrapped:
        options |= {"tls_context": tls, "require_starttls": True}
    elif tls:
        options["auth_require_tls"] = False

    def talk() -> SMTP:
        return SMTP(mailbox, hostname="surel.contoh", loop=loop, **options)

    making = loop.create_server(talk, "127.0.0.1", mailbox.port, ssl=tls if is_wrapped else None)
    # All of it in the loop's own thread: where a browser test has run before, this one has a loop running already.
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(making, loop).result()
    mailbox.port = server.sockets[0].getsockname()[1]
    try:
        yield mailbox
    finally:
        asyncio.run_coroutine_threadsafe(_end(server), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _end(server: asyncio.Server) -> None:
    server.close()
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        task.cancel()
    await asyncio.sleep(0)


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate for 127.0.0.1 that signs itself, and what a server needs to use it."""
    key, made = folder / "kunci.pem", folder / "sertifikat.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=surel.contoh"
    words = [*command.split(), "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(made)]
    subprocess.run(words, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made, key)
    return made, context
