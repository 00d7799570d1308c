"""Public addresses, as pure functions: whoever links to a page asks here. They are promises (docs: interfaces)."""

from collections.abc import Mapping
from urllib.parse import quote, urlencode


def write_up(ref: str) -> str:
    """A write-up; `ref` is `17-super-keren`."""
    return f"/inovasi/{ref}"


def attachment(number: int, name: str) -> str:
    """A file of a write-up."""
    return f"/berkas/{number}/{quote(name)}"


def workshop(ref: str) -> str:
    """A workshop; `ref` is `4-workshop-keberlanjutan`."""
    return f"/pelatihan/{ref}"


def workshop_file(number: int, name: str) -> str:
    """A file among the materials of a workshop."""
    return f"/pelatihan/{number}/berkas/{quote(name)}"


def workshops(**parameters: str | int | None) -> str:
    """The list of workshops; parameters without a value are left out."""
    return "/pelatihan" + _query(parameters)


def region(ref: str) -> str:
    """A region; `ref` is `35.15-sidoarjo`."""
    return f"/wilayah/{ref}"


def unit(ref: str) -> str:
    """A unit; `ref` is `12-dinas-sosial`."""
    return f"/unit/{ref}"


def topic(term: str) -> str:
    """Write-ups of one urusan."""
    return f"/urusan/{term}"


def tag(slug: str) -> str:
    """Write-ups with one tag."""
    return f"/tag/{slug}"


def search(**parameters: str | int | None) -> str:
    """The search page with a query; parameters without a value are left out."""
    return "/cari" + _query(parameters)


def problem(**parameters: str | int | None) -> str:
    """The page on which a problem is described; parameters without a value are left out."""
    return "/masalah" + _query(parameters)


def need(words: str) -> str:
    """Where a reader tells what is needed, with the words that found nothing."""
    return "/kebutuhan" + _query({"q": words})


def choice(numbers: list[int]) -> str:
    """Write-ups side by side."""
    return "/pilihan?n=" + ",".join(str(number) for number in numbers)


def chapter(slug: str) -> str:
    """A chapter of the handbook."""
    return f"/panduan/{slug}"


def _query(parameters: Mapping[str, str | int | None]) -> str:
    given = {name: value for name, value in parameters.items() if value not in (None, "")}
    return f"?{urlencode(given, quote_via=quote)}" if given else ""
