"""A text that is too hard costs its author a message, and nobody else anything."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from rumah_inovasi.markup.client import Renderer
from rumah_inovasi.markup.errors import MarkupTooHard, MarkupUnavailable, TextTooDeep, TextTooLong, UnreadableText
from rumah_inovasi.markup.render import render
from rumah_inovasi.markup.source import MAX_TEXT_BYTES
from rumah_inovasi.markup.wire import MAX_MESSAGE_BYTES, receive, send

_TEXT = "## Hasil\n\nAnak-anak **sehat** di [Trenggalek](https://x.go.id) — é 漢\n"


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    with Renderer() as renderer:
        yield renderer


def _pid(renderer: Renderer) -> int:
    assert renderer._worker is not None
    return renderer._worker.pid


def _run(script: str) -> str:
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_client_gives_what_render_gives(renderer: Renderer) -> None:
    assert renderer.render(_TEXT) == render(_TEXT)


def test_worker_stays_warm(renderer: Renderer) -> None:
    renderer.render(_TEXT)
    first = _pid(renderer)
    renderer.render(_TEXT)
    assert _pid(renderer) == first


@pytest.mark.parametrize(
    "text",
    [
        "[" * 8192,
        "![" * 4096,
        "\n".join(["[" * 8192] * 20),
        "a\n: b\n" * 3000,
        "*[a]: " + "x" * 9000 + "\n\n" + ("a " * 4900 + "\n\n") * 18,
    ],
)
def test_text_that_is_too_hard_is_given_up_and_the_next_one_renders(renderer: Renderer, text: str) -> None:
    with pytest.raises(MarkupTooHard, match="terlalu rumit"):
        renderer.render(text)
    assert renderer.render(_TEXT) == render(_TEXT)


def test_deep_html_is_refused_and_the_next_text_renders(renderer: Renderer) -> None:
    with pytest.raises((MarkupTooHard, TextTooDeep)):
        renderer.render("<div>" * 1900)
    assert renderer.render(_TEXT) == render(_TEXT)


@pytest.mark.skipif(sys.platform != "linux", reason="limits of memory are kept by Linux")
def test_worker_may_not_take_more_than_its_memory(renderer: Renderer) -> None:
    renderer.render(_TEXT)
    limits = Path(f"/proc/{_pid(renderer)}/limits").read_text(encoding="ascii")
    (line,) = [line for line in limits.splitlines() if line.startswith("Max address space")]
    assert line.split()[3:5] == ["268435456", "268435456"]


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_worker_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUMAH_SECRET_KEY", "kunci-rahasia-yang-panjang")
    with Renderer() as renderer:
        renderer.render(_TEXT)
        assert b"kunci-rahasia" not in Path(f"/proc/{_pid(renderer)}/environ").read_bytes()


def test_killed_worker_is_replaced_unnoticed(renderer: Renderer) -> None:
    renderer.render(_TEXT)
    killed = _pid(renderer)
    os.kill(killed, signal.SIGKILL)
    assert renderer.render(_TEXT) == render(_TEXT)
    assert _pid(renderer) != killed


def test_worker_that_dies_on_a_text_is_too_hard(monkeypatch: pytest.MonkeyPatch) -> None:
    with Renderer() as renderer:
        renderer.render(_TEXT)
        # A worker whose requests are no messages ends, as after a crash: two of them must be enough.
        monkeypatch.setattr("rumah_inovasi.markup.client.send", lambda stream, _: stream.write(b"\xff" * 4))
        with pytest.raises(MarkupTooHard):
            renderer.render(_TEXT)
        monkeypatch.undo()
        assert renderer.render(_TEXT) == render(_TEXT)


def test_worker_is_replaced_after_its_number_of_texts() -> None:
    with Renderer(renders_per_worker=2) as renderer:
        renderer.render(_TEXT)
        first = _pid(renderer)
        renderer.render(_TEXT)
        assert renderer._worker is None
        renderer.render(_TEXT)
        assert _pid(renderer) != first


def test_closed_renderer_starts_again() -> None:
    with Renderer() as renderer:
        renderer.render(_TEXT)
        renderer.close()
        assert renderer._worker is None
        assert renderer.render(_TEXT) == render(_TEXT)


def test_threads_get_their_own_answers(renderer: Renderer) -> None:
    answers: dict[int, list[str]] = {}

    def work(number: int) -> None:
        answers[number] = [renderer.render(f"kata {number} {turn}").html for turn in range(30)]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {number: [f"<p>kata {number} {turn}</p>" for turn in range(30)] for number in range(4)}


def test_who_waits_too_long_is_told_to_come_back() -> None:
    renderer = Renderer(patience=0.01)
    with renderer._turns, pytest.raises(MarkupUnavailable, match="coba lagi sebentar lagi"):
        renderer.render(_TEXT)


def test_worker_that_cannot_start_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/tidak/ada")
    with pytest.raises(MarkupUnavailable):
        Renderer().render(_TEXT)


def test_errors_of_a_text_arrive_as_they_were_raised(renderer: Renderer) -> None:
    with pytest.raises(UnreadableText, match="Baris 2 "):
        renderer.render("a\n\ud800")
    with pytest.raises(TextTooDeep, match="Baris 1:"):
        renderer.render("> " * 20)


def test_oversize_text_starts_no_worker() -> None:
    renderer = Renderer()
    with pytest.raises(TextTooLong):
        renderer.render("a" * (MAX_TEXT_BYTES + 1))
    assert renderer._worker is None


def test_web_process_loads_no_parser() -> None:
    script = "import sys, rumah_inovasi.markup.client; print({'markdown', 'bleach'} & set(sys.modules))"
    assert _run(script) == "set()\n"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_renderer_survives_a_fork() -> None:
    script = """
import os
from rumah_inovasi.markup.client import Renderer
renderer = Renderer()
renderer.render("a")
parents = renderer._worker.pid
renderer._turns.acquire()  # as if another thread were rendering at this moment
child = os.fork()
if child == 0:
    assert renderer.render("anak").html == "<p>anak</p>"
    assert renderer._worker.pid != parents
    raise SystemExit(0)
renderer._turns.release()
assert os.waitpid(child, 0)[1] == 0
assert renderer.render("induk").html == "<p>induk</p>"
assert renderer._worker.pid == parents
print("baik")
"""
    assert _run(script) == "baik\n"


def _worker() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "rumah_inovasi.markup.worker"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)


def test_worker_ends_with_its_standard_input() -> None:
    with _worker() as worker:
        assert worker.stdin is not None
        assert worker.stdout is not None
        assert receive(worker.stdout) == {"ready": render("").version}
        worker.stdin.close()
        assert worker.wait() == 0


def test_worker_ends_itself_after_a_text_that_was_too_hard() -> None:
    with _worker() as worker:
        assert worker.stdin is not None
        assert worker.stdout is not None
        receive(worker.stdout)
        send(worker.stdin, {"text": "a\n: b\n" * 3000})
        answer = receive(worker.stdout)
        assert answer is not None
        assert answer["error"] == "MarkupTooHard"
        assert receive(worker.stdout) is None
        assert worker.wait() == 0


def test_longest_message_fits_the_wire() -> None:
    # Every sign escaped takes twelve bytes at most; HTML and headings are bounded by the limit of the result.
    assert MAX_TEXT_BYTES * 12 < MAX_MESSAGE_BYTES
