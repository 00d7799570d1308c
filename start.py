#!/usr/bin/env python3
"""Starts Rumah Inovasi from a checkout, with nothing but Python: ``python3 start.py``.

It makes ``.venv``, installs the project there once, and hands over to ``rumah-inovasi``. A stamp inside ``.venv`` says
for which files and which Python that was done; it is written last, so an interrupted set-up is begun anew.
The lines down to the version check are also read by Pythons that are too old, so that these can say so.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

MINIMUM = (3, 11, 2)


def too_old(*version: int) -> str:
    """Return what to tell the user of this Python version; an empty text where it is new enough."""
    if version >= MINIMUM:
        return ""
    wanted, found = (".".join(str(number) for number in numbers) for numbers in (MINIMUM, version))
    return (
        f"Rumah Inovasi memerlukan Python {wanted} atau lebih baru; yang dipakai sekarang {found} ({sys.executable}).\n"
        f"(Python {wanted} or newer is needed; this is {found}.)"
    )


if too_old(*sys.version_info[:3]):
    sys.exit(too_old(*sys.version_info[:3]))

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "rumah-inovasi.stamp"
INPUTS = ("setup.cfg", "pyproject.toml", "constraints.txt")
# Variables that would lead Python or pip away from our own folder.
MISLEADING = ("PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "PIP_PREFIX", "PIP_TARGET", "PIP_USER")
# Benches that compare with other search engines.
COMPARING = frozenset({"relevance", "search", "web"})
NO_NETWORK = ("NewConnectionError", "NameResolutionError", "Temporary failure", "timed out", "(from versions: none)")
# Part of the machine → its Debian package, its programs, where else they may lie.
PARTS = {
    "browser": ("chromium", ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome"), ""),
    "postgres": ("postgresql", ("initdb",), "usr/lib/postgresql/*/bin/initdb"),
}
# djLint: sizes of images, meta texts and types of buttons are ours to decide; addresses are promises, written out.
# Bandit: ruff asks the same as these two (S104, S704), and each exemption there carries its reason.
LINT = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("mypy", "start.py", "tests"),
    ("lint-imports",),
    ("djlint", "templates", "--lint", "--quiet", "--profile=jinja", "--ignore=H006,H030,H031,H043,J018"),
    ("bandit", "--quiet", "--severity-level=medium", "--skip=B104,B704", "--recursive", "rumah_inovasi", "start.py"),
)
# A file's tests share what they set up. Journeys wait for servers and browsers, so that one process more than there are
# processors is kept busy; they come first (`tests/conftest.py`), where the plugin would begin with files of many tests.
MOST_PROCESSES = 5
PROCESSES = min((os.cpu_count() or 1) + 1, MOST_PROCESSES)
SIDE_BY_SIDE = (f"--numprocesses={PROCESSES}", "--dist=loadfile", "--no-loadscope-reorder")
HELP = """Rumah Inovasi: menyiapkan lalu menjalankan situs dari folder ini.

  python3 start.py                 menyiapkan .venv, lalu melayani di http://127.0.0.1:8000
  python3 start.py test            memeriksa kode (lint), lalu menjalankan semua pengujian
  python3 start.py test -k cari    kata tambahan diteruskan ke pytest; tanpa lint
  python3 start.py lint            memeriksa kode saja
  python3 start.py bench write     mengukur program ini di komputer ini; --json untuk program lain
  python3 start.py bench relevance mengukur mutu pencarian, di samping mesin pencari lain
  python3 start.py bench search    mengukur kecepatan pencarian, di samping mesin pencari lain
  python3 start.py bench web       mengukur halaman dan server web berdampingan
  python3 start.py PERINTAH …      perintah lain diteruskan ke rumah-inovasi, misalnya: content status
  python3 start.py serve --help    bantuan perintah rumah-inovasi
  python3 start.py -h              bantuan ini

Chromium dan PostgreSQL untuk pengujian dipasang dengan apt-get bila boleh (root); bila tidak, pengujiannya dilewati.
RUMAH_REQUIRE=browser,postgres menjadikan bagian yang tidak ada sebagai kegagalan.
"""


def say(text: str) -> None:
    """Tell the user what happens, at once also where the output goes into a file."""
    print(text, file=sys.stderr, flush=True)


def give_up(indonesian: str, english: str) -> NoReturn:
    """End with a message in both languages.

    Raises:
        SystemExit: always.

    """
    sys.exit(f"{indonesian}\n({english})")


def environment() -> dict[str, str]:
    """Return the environment for the programs in ``.venv``, also when another one is active."""
    kept = {name: value for name, value in os.environ.items() if name not in MISLEADING}
    return {**kept, "VIRTUAL_ENV": str(VENV), "PATH": f"{BIN}{os.pathsep}{kept.get('PATH', os.defpath)}"}


def run(*words: str, quiet: bool = False) -> tuple[int, str]:
    """Run a program in the project's folder; return its exit status and, where it was quiet, what it said."""
    done = subprocess.run(
        words,
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    return done.returncode, done.stdout or ""


def may_install() -> bool:
    """Say whether this user may install packages of the system: root, on Debian or alike."""
    return os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_install(*packages: str) -> bool:
    """Install packages of the system without asking anything; say whether that worked."""
    say(f"Memasang dengan apt-get: {' '.join(packages)}")
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    run("apt-get", "update", "-qq", quiet=True)
    status, said = run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages, quiet=True)
    if status:
        say(said[-2000:])
    return status == 0


def python_key() -> str:
    """Return what ``.venv`` depends on as a whole: the Python it was made with and its own place."""
    return f"{'.'.join(map(str, sys.version_info[:3]))} {sys.base_prefix} {VENV}"


def inputs_key() -> str:
    """Return a hash over the files that say what is installed."""
    digest = hashlib.sha256()
    for name in INPUTS:
        path = ROOT / name
        digest.update(f"{name}\0".encode() + (path.read_bytes() if path.exists() else b"") + b"\0")
    return digest.hexdigest()


def stamped() -> list[str]:
    """Return what the last complete set-up was for: Python, inputs, extras; three empty texts where there was none."""
    try:
        lines = STAMP.read_text(encoding="utf-8").split("\n")
    except OSError:
        lines = []
    return lines if len(lines) == 3 and PYTHON.exists() else ["", "", ""]  # noqa: PLR2004 - as listed above


def is_ready(extras: str) -> bool:
    """Say whether nothing has to be done; what has more extras also serves."""
    python, inputs, present = stamped()
    kept = {*present.split(","), *(["bench"] if present == "test" else [])}
    return python == python_key() and inputs == inputs_key() and set(extras.split(",")) <= {"", *kept}


def make_venv(base: str) -> list[str]:
    """Make ``.venv`` anew with the Python ``base`` and return the pip command that installs into it.

    Where Python has no ensurepip (Debian puts it into a package of its own), the system's pip can do the work.

    Raises:
        SystemExit: there is no pip at all.

    """
    say("Membuat lingkungan Python (.venv)")
    making = (base, "-m", "venv", "--clear", str(VENV))
    status, said = run(*making, quiet=True)
    if status and run(*making, "--without-pip", quiet=True)[0] == 0 and not find_pip(base) and may_install():
        apt_install("python3-venv")
        run(*making, quiet=True)
    return find_pip(base) or give_up(
        f"{said}\nPython ini tidak mempunyai pip. Jalankan: sudo apt-get install python3-venv",
        "this Python has no pip; run the command above",
    )


def find_pip(base: str) -> list[str]:
    """Return the command of the pip that installs into ``.venv``: its own, else that of ``base``, else nothing."""
    own, borrowed = [str(PYTHON), "-m", "pip"], [base, "-m", "pip", "--python", str(PYTHON)]
    works = PYTHON.exists()
    return next((command for command in (own, borrowed) if works and not run(*command, "--version", quiet=True)[0]), [])


def prepare(extras: str) -> None:
    """Make sure that the project is installed in ``.venv``, with these extras.

    Raises:
        SystemExit: the folder cannot be written, there is no pip or no network.

    """
    if is_ready(extras):
        return
    if not os.access(ROOT, os.W_OK):
        give_up(f"Folder {ROOT} tidak dapat ditulisi.", "the folder is read-only")
    with Path(__file__).open("rb") as lock:
        wait_for_others(lock.fileno())
        if not is_ready(extras):
            install(extras)


def wait_for_others(handle: int) -> None:
    """Let a second start that comes meanwhile wait for the first one's set-up."""
    if os.name == "posix":
        import fcntl  # noqa: PLC0415 - only POSIX has it

        fcntl.flock(handle, fcntl.LOCK_EX)


def install(extras: str) -> None:
    """Install the project and what it needs, then write the stamp.

    Raises:
        SystemExit: as for ``prepare``.

    """
    python, _, present = stamped()
    STAMP.unlink(missing_ok=True)
    # Inside a virtual environment this is the Python that it was made with: ``.venv`` may be the very one that runs us.
    base = getattr(sys, "_base_executable", None) or sys.executable
    is_ours = python == python_key()
    pip = (find_pip(base) if is_ours else []) or make_venv(base)
    extras = extras or (present if is_ours else "")
    say("Memasang pustaka (beberapa menit pada kali pertama)")
    constraints = ["-c", "constraints.txt"] if (ROOT / "constraints.txt").exists() else []
    target = f".[{extras}]" if extras else "."
    words = ["install", "--quiet", "--no-input", "--disable-pip-version-check", *constraints, "-e", target]
    status, said = run(*pip, *words, quiet=True)
    if status:
        say(said[-3000:])
        if any(sign in said for sign in NO_NETWORK):
            give_up("Pustaka tidak dapat diunduh. Periksa sambungan jaringan, lalu ulangi.", "no network")
        give_up("Pemasangan pustaka gagal; pesannya tercetak di atas.", "installation failed, see above")
    STAMP.write_text(f"{python_key()}\n{inputs_key()}\n{extras}", encoding="utf-8")


def lint() -> int:
    """Run every check of the code, show what those that fail say, and return 1 where one failed."""
    failed = 0
    for program, *words in LINT:
        status, said = run(str(BIN / program), *words, quiet=True)
        say(f"lint: {program} {' '.join(words)}: {'GAGAL' if status else 'baik'}")
        if status:
            say(said)
            failed = 1
    return failed


def is_missing(part: str) -> bool:
    """Say whether the machine lacks a part that only some tests need."""
    _, programs, elsewhere = PARTS[part]
    return not any(map(shutil.which, programs)) and not (elsewhere and list(Path("/").glob(elsewhere)))


def fetch_parts() -> None:
    """Install what tests need of the machine, where that is allowed; otherwise say how it is done."""
    packages = [PARTS[part][0] for part in PARTS if is_missing(part)]
    if packages and not (may_install() and apt_install(*packages)):
        say(f"Sebagian pengujian dilewati; untuk menjalankannya: sudo apt-get install {' '.join(packages)}")


def test(words: list[str]) -> int:
    """Run lint and all tests, or with further words only the tests that these choose; return the exit status."""
    fetch_parts()
    failed = 0 if words else lint()
    status, _ = run(str(PYTHON), "-m", "pytest", *(words or SIDE_BY_SIDE))
    if failed:
        say("lint: GAGAL (lihat di atas)")
    return status or failed


def bench(words: list[str]) -> int:
    """Measure what the words name; return the exit status."""
    return run(str(PYTHON), "-m", "tests.bench", *words)[0]


def hand_over(words: list[str]) -> int:
    """Become ``rumah-inovasi``, so that signals reach the server and not a process before it."""
    # -P: a folder of the same name where the user happens to be is not our package.
    command = [str(PYTHON), "-P", "-m", "rumah_inovasi", *words]
    if os.name == "posix":
        os.execve(command[0], command, environment())  # noqa: S606 - no shell is wanted
    return subprocess.run(command, env=environment(), check=False).returncode


def completed(words: list[str]) -> list[str]:
    """Return the words with the usual command before options that have none."""
    is_said = words and (not words[0].startswith("-") or words[0] in {"-h", "--help", "--version"})
    return words if is_said else ["serve", *words]


def extras_for(command: str, words: list[str]) -> str:
    """Return which extras of the package a command needs: those of the tests, other search engines, or none."""
    if command == "bench" and not COMPARING.isdisjoint(words):
        return "bench"
    return "test" if command in {"test", "lint"} else ""


def main(words: list[str]) -> int:
    """Do what the words on the command line say and return the exit status."""
    command, *rest = completed(words)
    if command in {"-h", "--help", "help", "bantuan"}:
        sys.stdout.write(HELP)
        return 0
    prepare(extras_for(command, rest))
    if command == "lint":
        return lint()
    if command == "test":
        return test(rest)
    return bench(rest) if command == "bench" else hand_over([command, *rest])


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as problem:
        give_up(f"Rumah Inovasi tidak dapat disiapkan di {ROOT}: {problem}", "could not be set up there")
