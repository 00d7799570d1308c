"""Public addresses, as pure functions: whoever links to a page asks here. They are promises (docs: interfaces)."""

from urllib.parse import quote, urlencode


def write_up(ref: str) -> str:
    """A write-up; `ref` is `17-super-keren`."""
    return f"/inovasi/{ref}"


def attachment(number: int, name: str) -> str:
    """A file of a write-up."""
    return f"/berkas/{number}/{quote(name)}"


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
    given = {name: value for name, value in parameters.items() if value not in (None, "")}
    return "/cari" + (f"?{urlencode(given, quote_via=quote)}" if given else "")


def choice(numbers: list[int]) -> str:
    """Write-ups side by side."""
    return "/pilihan?n=" + ",".join(str(number) for number in numbers)


def chapter(slug: str) -> str:
    """A chapter of the handbook."""
    return f"/panduan/{slug}"
