"""How letters leave the house: over a mail server, or into the log where none is set."""

import logging
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Protocol
from urllib.parse import unquote, urlsplit

from rumah_inovasi.errors import DomainError
from rumah_inovasi.mail.letters import Letter
from rumah_inovasi.settings import Settings

SECONDS = 20.0  # for each answer of the server
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
LONGEST_ANSWER = 200

log = logging.getLogger(__name__)
Send = Callable[[Letter], None]


class Refused(DomainError):
    """This letter was not taken; others may be."""


class NoServer(DomainError):
    """No letter can be handed over now."""


class Transport(Protocol):
    """A way out."""

    def connection(self) -> AbstractContextManager[Send]:
        """Open the way for several letters; what it gives hands over one.

        Raises:
            NoServer: the server does not answer, or does not let us in. Handing over may raise it too, or Refused.
        """


def transport_of(settings: Settings) -> Transport:
    """The way out that the settings name."""
    return Server(settings.smtp_url, settings.mail_from) if settings.smtp_url else Console(settings.mail_from)


def message(letter: Letter, sender: str) -> EmailMessage:
    """The letter as mail. Sent twice, after a crash, it has the same id, so that mailboxes show it once.

    Raises:
        Refused: the address for mail is none.
    """
    made = EmailMessage(policy=SMTP)
    domain = parseaddr(sender)[1].rpartition("@")[2]
    try:
        made["From"] = sender
        made["To"] = Address(addr_spec=letter.recipient)
        made["Subject"] = letter.subject
    except (ValueError, IndexError, MessageError):  # IndexError: what email raises for some addresses cut short
        raise Refused("Alamat surel penerima tidak sah.") from None
    made["Date"] = format_datetime(letter.created_at)
    made["Message-ID"] = f"<surat-{letter.id}.{letter.created_at:%Y%m%d%H%M%S}@{domain}>"
    made["Auto-Submitted"] = "auto-generated"
    if letter.end_url:  # RFC 8058: mail programs offer a button, and post this when it is pressed
        made["List-Unsubscribe"] = f"<{letter.end_url}>"
        made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    made.set_content(letter.body, cte="quoted-printable")
    return made


class Console:
    """Writes letters into the log, for trying things out: whoever reads it can follow their links."""

    def __init__(self, sender: str) -> None:
        self._sender = sender

    @contextmanager
    def connection(self) -> Iterator[Send]:
        """Nothing has to be opened."""
        yield self._send

    def _send(self, letter: Letter) -> None:
        made = message(letter, self._sender)
        head = f"Dari: {made['From']}\nKepada: {made['To']}\nPerihal: {made['Subject']}"
        log.info("Surat (RUMAH_SMTP_URL kosong, jadi tidak dikirim):\n%s\n\n%s", head, letter.body.rstrip())


class Server:
    """A mail server: `smtp://`, `smtp+starttls://` or `smtps://`, with a name and a password where it asks for them."""

    def __init__(self, url: str, sender: str) -> None:
        parts = urlsplit(url)
        self._scheme = parts.scheme
        self._host, self._port = parts.hostname or "", parts.port or PORTS[parts.scheme]
        self._name, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._sender = sender

    @contextmanager
    def connection(self) -> Iterator[Send]:
        """A conversation with the server, in which several letters may be handed over."""
        client = self._open()
        try:
            yield lambda letter: self._send(client, letter)
        finally:
            with suppress(smtplib.SMTPException, OSError):
                client.quit()
            client.close()

    def _open(self) -> smtplib.SMTP:
        own = parseaddr(self._sender)[1].rpartition("@")[2]  # named here, else it is looked up, which may take long
        try:
            if self._scheme == "smtps":
                safe = ssl.create_default_context()
                client: smtplib.SMTP = smtplib.SMTP_SSL(self._host, self._port, own, timeout=SECONDS, context=safe)
            else:
                client = smtplib.SMTP(self._host, self._port, own, timeout=SECONDS)
        except (smtplib.SMTPException, OSError) as error:
            raise self._gone(error) from None
        try:
            if self._scheme == "smtp+starttls":
                client.starttls(context=ssl.create_default_context())
            if self._name:
                client.login(self._name, self._password)
        except smtplib.SMTPAuthenticationError as error:
            client.close()
            raise NoServer(
                "Server surel menolak nama atau sandinya (%(answer)s).", answer=_said(error.smtp_code, error.smtp_error)
            ) from None
        except smtplib.SMTPNotSupportedError:
            client.close()
            raise NoServer(
                "Server surel tidak mengenal STARTTLS atau masuk dengan sandi. Periksa RUMAH_SMTP_URL."
            ) from None
        except (smtplib.SMTPException, OSError, ValueError) as error:
            client.close()
            raise self._gone(error) from None
        return client

    def _send(self, client: smtplib.SMTP, letter: Letter) -> None:
        try:
            made = message(letter, self._sender)
            # smtplib's own `send_message` would write ">From" at the beginning of lines.
            client.sendmail(parseaddr(self._sender)[1], [letter.recipient], made.as_bytes())
        except smtplib.SMTPRecipientsRefused as error:
            ((code, answer),) = error.recipients.values()
            raise Refused("Server surel menolak penerimanya (%(answer)s).", answer=_said(code, answer)) from None
        except smtplib.SMTPDataError as error:
            raise Refused(
                "Server surel menolak suratnya (%(answer)s).", answer=_said(error.smtp_code, error.smtp_error)
            ) from None
        except smtplib.SMTPSenderRefused as error:
            raise NoServer(
                "Server surel menolak pengirimnya, RUMAH_MAIL_FROM (%(answer)s).",
                answer=_said(error.smtp_code, error.smtp_error),
            ) from None
        except (smtplib.SMTPException, OSError) as error:
            raise self._gone(error) from None

    def _gone(self, error: Exception) -> NoServer:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        return NoServer(
            "Server surel %(host)s:%(port)s tidak dapat dipakai: %(reason)s.",
            host=self._host,
            port=self._port,
            reason=" ".join(reason.split())[:LONGEST_ANSWER].rstrip("."),
        )


def _said(code: int, answer: bytes | str) -> str:
    """What the server answered, on one line."""
    words = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return f"{code} {' '.join(words.split())}"[:LONGEST_ANSWER]
