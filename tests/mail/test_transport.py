"""Letters reach a real mail server whole, and its refusals come back in words."""

import logging
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rumah_inovasi import settings
from rumah_inovasi.mail.letters import Letter
from rumah_inovasi.mail.transport import NoServer, Refused, Transport, message, transport_of
from tests.fixtures import START
from tests.mail.server import ENCODED, NAME, Mailbox, certificate, running

FROM = "Rumah Inovasi Déjà <rumah@contoh.go.id>"


def letter(recipient: str = "budi@contoh.go.id", subject: str = "Undangan “é”", body: str = "Halo,\n\n.\n") -> Letter:
    return Letter(id=7, recipient=recipient, subject=subject, body=body, created_at=START, attempts=1)


def over(url: str) -> Transport:
    return transport_of(settings.load({"RUMAH_SMTP_URL": url, "RUMAH_MAIL_FROM": FROM}))


def hand_over(transport: Transport, *letters: Letter) -> None:
    with transport.connection() as send:
        for item in letters:
            send(item)


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with running(Mailbox()) as made:
        yield made


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    return certificate(tmp_path_factory.mktemp("sertifikat"))


def test_letter_arrives_with_its_text_and_all_headers_of_mail(mailbox: Mailbox) -> None:
    text = "Halo é,\n\nbuka https://contoh.go.id/atur?x=y&" + "z" * 200 + "\n.\nFrom a\n"
    hand_over(over(f"smtp://127.0.0.1:{mailbox.port}"), letter(body=text))
    (found,) = mailbox.letters
    assert found.get_content().replace("\r\n", "\n") == text
    assert found["From"].addresses[0].display_name == "Rumah Inovasi Déjà"
    assert (str(found["To"]), str(found["Subject"])) == ("budi@contoh.go.id", "Undangan “é”")
    assert found["Date"].datetime == START
    assert found["Message-ID"] == "<surat-7.20261122031500@contoh.go.id>"
    assert found["Auto-Submitted"] == "auto-generated"
    assert mailbox.envelopes == [("rumah@contoh.go.id", ["budi@contoh.go.id"])]


def test_several_letters_go_in_one_conversation_and_a_refused_one_stops_no_other(mailbox: Mailbox) -> None:
    mailbox.refused["pergi@contoh.go.id"] = "550 No such user here"
    mailbox.refused_data["penuh@contoh.go.id"] = "552 Mailbox full"
    with over(f"smtp://127.0.0.1:{mailbox.port}").connection() as send:
        send(letter(subject="Satu"))
        with pytest.raises(Refused, match=r"menolak penerimanya \(550 No such user here\)"):
            send(letter("pergi@contoh.go.id"))
        send(letter(subject="Dua"))
        with pytest.raises(Refused, match=r"menolak suratnya \(552 Mailbox full\)"):
            send(letter("penuh@contoh.go.id"))
        send(letter(subject="Tiga"))
    assert mailbox.subjects == ["Satu", "Dua", "Tiga"]
    assert mailbox.conversations == 1


@pytest.mark.parametrize(
    "recipient", ["a@b.id\r\nBcc: c@d.id", "a@b.id,c@d.id", "a@b.id c@d.id", "<a@b.id>", "a", "", "@", "a@b.id\0"]
)
def test_address_that_is_none_leads_to_nobody(mailbox: Mailbox, recipient: str) -> None:
    with over(f"smtp://127.0.0.1:{mailbox.port}").connection() as send:
        with pytest.raises(Refused, match="tidak sah"):
            send(letter(recipient))
        send(letter(subject="Sesudahnya"))
    assert mailbox.subjects == ["Sesudahnya"]


def test_subject_and_sender_add_no_header() -> None:
    with pytest.raises(Refused):
        message(letter(subject="Halo\r\nBcc: c@d.id"), FROM)
    with pytest.raises(Refused):
        message(letter(), "A <a@b.id>\r\nBcc: c@d.id")


def test_refused_sender_concerns_all_letters(mailbox: Mailbox) -> None:
    mailbox.refused_senders["rumah@contoh.go.id"] = "553 Not yours"
    with pytest.raises(NoServer, match=r"menolak pengirimnya, RUMAH_MAIL_FROM \(553 Not yours\)"):
        hand_over(over(f"smtp://127.0.0.1:{mailbox.port}"), letter())


def test_name_and_password_are_taken_as_they_were_before_encoding(mailbox: Mailbox) -> None:
    hand_over(over(f"smtp://{ENCODED}@127.0.0.1:{mailbox.port}"), letter())
    assert mailbox.signed_in == [NAME]
    with pytest.raises(NoServer, match=r"menolak nama atau sandinya \(535"):
        hand_over(over(f"smtp://salah:salah@127.0.0.1:{mailbox.port}"), letter())
    assert len(mailbox.letters) == 1


def test_server_that_is_down_or_no_mail_server_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(NoServer, match=rf"127\.0\.0\.1:{port} tidak dapat dipakai: Connection refused"):
        hand_over(over(f"smtp://127.0.0.1:{port}"), letter())


def hang_up(listening: socket.socket) -> None:
    listening.accept()[0].close()


def test_server_that_hangs_up_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=hang_up, args=(listening,)).start()
        with pytest.raises(NoServer, match="tidak dapat dipakai"):
            hand_over(over(f"smtp://127.0.0.1:{listening.getsockname()[1]}"), letter())


@pytest.mark.parametrize(("scheme", "is_wrapped"), [("smtp+starttls", False), ("smtps", True)])
def test_letter_goes_encrypted_to_a_server_that_proves_who_it_is(
    secure: tuple[Path, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch, scheme: str, *, is_wrapped: bool
) -> None:
    made, context = secure
    with running(Mailbox(), tls=context, is_wrapped=is_wrapped) as mailbox:
        url = f"{scheme}://{ENCODED}@127.0.0.1:{mailbox.port}"
        with pytest.raises(NoServer, match="certificate"):
            hand_over(over(url), letter())
        assert mailbox.letters == []
        monkeypatch.setenv("SSL_CERT_FILE", str(made))
        hand_over(over(url), letter())
        assert len(mailbox.letters) == 1
        assert mailbox.signed_in == [NAME]


def test_server_without_starttls_gets_neither_password_nor_letter(mailbox: Mailbox) -> None:
    with pytest.raises(NoServer, match="STARTTLS"):
        hand_over(over(f"smtp+starttls://{ENCODED}@127.0.0.1:{mailbox.port}"), letter())
    assert (mailbox.letters, mailbox.signed_in) == ([], [])


def test_without_a_server_the_letter_stands_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    console = transport_of(replace(settings.load({}), mail_from=FROM))
    hand_over(console, letter(body="Halo,\n\nbuka https://contoh.go.id/atur-ulang/abc\n"))
    (told,) = caplog.messages
    assert told.splitlines() == [
        "Surat (RUMAH_SMTP_URL kosong, jadi tidak dikirim):",
        "Dari: Rumah Inovasi Déjà <rumah@contoh.go.id>",
        "Kepada: budi@contoh.go.id",
        "Perihal: Undangan “é”",
        "",
        "Halo,",
        "",
        "buka https://contoh.go.id/atur-ulang/abc",
    ]
