"""What stands in an address is taken literally or refused with a reason, whatever it is."""

from urllib.parse import quote

import pytest

from rumah_inovasi.app import create_app
from rumah_inovasi.house import House
from tests.factories import put, write_up
from tests.indexing import settle
from tests.pages import PageClient

NOT_PAGES = [
    "0",
    "-1",
    "x",
    "1.5",
    "",
    " 1",
    "1 ",
    "+1",
    "1e3",
    "²",
    "٣",
    "0" * 30,
    "9" * 30,
    "0" * 8 + "1" + "9" * 30,
    "1;2",
    "%00",
]
LISTS = ["/cari", "/wilayah/35.15-sidoarjo", "/urusan/kesehatan"]


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("number", NOT_PAGES)
def test_what_is_no_page_number_is_refused_with_a_reason(reader: PageClient, path: str, number: str) -> None:
    value = number if "%" in number else quote(number)
    assert "hal" in reader.get(f"{path}?hal={value}", status=400).text


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("number", [50, 99_999])
def test_page_beyond_the_end_is_not_there(reader: PageClient, path: str, number: int) -> None:
    assert "halaman" in reader.get(f"{path}?hal={number}", status=404).text


def test_pages_of_a_list_hold_everything_once(reader: PageClient) -> None:
    found: list[str] = []
    path: str | None = "/cari"
    pages = 0
    while path:
        answer = reader.get(path)
        pages += 1
        names = [node for node in answer.tree.all("h2") if "name" in node.get("class", "").split()]
        found += [link.get("href", "") for node in names for link in node.iter("a")]
        path = next((node.get("href") for node in answer.tree.all("a") if node.get("rel") == "next"), None)
    total = int(reader.get("/").text.partition(" inovasi tercatat")[0].rpartition(" ")[2])
    assert len(found) == len(set(found)) == total
    assert pages == -(-total // 20)


def test_first_page_has_one_address(reader: PageClient) -> None:
    second = reader.get("/cari?hal=2")
    assert [node.get("href") for node in second.tree.all("a") if node.get("rel") == "prev"] == ["/cari"]


def test_pages_of_a_search_keep_query_and_order(reader: PageClient) -> None:
    first = reader.get("/cari?q=warga&urut=terbaru&semua=1")
    (following,) = [node.get("href") for node in first.tree.all("a") if node.get("rel") == "next"]
    assert following == "/cari?q=warga&semua=1&urut=terbaru&hal=2"
    assert reader.get(following).text


@pytest.mark.parametrize("order", ["x", "JUDUL", "judul' --", "relevansi,judul"])
def test_unknown_order_is_refused_with_those_that_exist(reader: PageClient, order: str) -> None:
    answer = reader.get(f"/cari?urut={quote(order)}", status=400)
    assert "relevansi, kecocokan, judul, terbaru, replikasi" in answer.text


def test_newest_first_differs_from_the_alphabet(client: PageClient, house: House) -> None:
    for title in ("Bunga", "Angin", "Cahaya"):
        put(house, write_up(title), name=f"{title}.md")

    def order(path: str) -> list[str]:
        text = client.get(path).text
        return sorted(("Bunga", "Angin", "Cahaya"), key=text.index)

    assert order("/cari") == ["Angin", "Bunga", "Cahaya"]
    assert order("/cari?urut=terbaru") == ["Cahaya", "Angin", "Bunga"]


@pytest.mark.parametrize(
    "query",
    [
        "x" * 20_000,
        "a " * 5_000,
        "\x00\x01\x02\x1b[31m",
        "a\x00b",
        "\x7f\x85\x9f",
        "\ufffe\uffff",
        "\U0001fffe",
        "\u202etfel",
        "<script>alert(1)</script>",
        "\"'><img src=x onerror=alert(1)>",
        "{{ 7 * 7 }}",
        "(((((((((((((((((((((",
        "a*b+c?[d]^$|\\",
        "' OR 1=1 --",
        "status:draft",
        "%s %(q)s {q}",
        "\t\n\r",
    ],
)
def test_any_query_is_answered_with_a_good_page(reader: PageClient, query: str) -> None:
    answer = reader.get(f"/cari?q={quote(query)}")
    assert "alert(1)</script>" not in answer.html
    assert "<img src=x" not in answer.html
    assert " 49 " not in answer.title


@pytest.mark.parametrize("raw", ["q=\xff", "q=%ff", "q=%ed%a0%80", "q=%", "&&&", "q", "hal", "q=a&q=b", "\xe2\x80"])
def test_query_that_is_no_text_is_answered(reader: PageClient, raw: str) -> None:
    # Browsers send ASCII; who writes requests by hand may send any bytes, of which some are no text at all.
    status = 200 if raw.isascii() and raw != "hal" else 400
    assert reader.get("/cari", environ_overrides={"QUERY_STRING": raw}, status=status).text


@pytest.mark.parametrize("path", ["/inovasi/1", "/inovasi/1/lembar"])
def test_redirect_keeps_a_query_that_is_no_text(reader: PageClient, path: str) -> None:
    answer = reader.get(f"{path}?q=%ff&x=%20%0d%0a", status=301)
    assert answer.headers["Location"].startswith("/inovasi/1-super-keren")
    assert "\n" not in answer.headers["Location"]


def test_signs_of_patterns_are_looked_for_literally(client: PageClient, house: House) -> None:
    put(house, write_up("Diskon 100% Pajak", summary="Sampai lunas."), name="a.md")
    put(house, write_up("Layanan satu_pintu", summary="Semua di sini."), name="b.md")
    put(house, write_up("Antrean Ringkas"), name="c.md")

    def found(query: str) -> list[str]:
        text = client.get(f"/cari?q={quote(query)}").text
        return [title for title in ("Diskon 100% Pajak", "Layanan satu_pintu", "Antrean Ringkas") if title in text]

    # Without an index the database answers, whose own patterns these signs are.
    assert found("100%") == ["Diskon 100% Pajak"]
    assert found("satu_pintu") == ["Layanan satu_pintu"]
    settle(house)
    assert found("100%") == ["Diskon 100% Pajak"]
    assert found("satu_pintu") == ["Layanan satu_pintu"]
    # As patterns the last two would be found in “Pajak” and “lunas”; their letters are too few to guess words from.
    for signs in ("%", "_", "\\", "p%k", "l___s"):
        assert found(signs) == [], signs


STRANGE = (
    "/tag/a%00b",
    "/urusan/a%00b",
    "/unit/1%00",
    "/wilayah/35%00",
    "/inovasi/1%00-x",
    "/tag/%01",
    "/urusan/%EF%BF%BE",
    "/%00",
    "/%0A",
    "/tag/" + "x" * 5000,
)


def test_pages_answer_alike_on_both_databases(any_house: House) -> None:
    put(any_house, write_up("Diskon 100% Pajak", summary="Sampai lunas."))
    client = PageClient(create_app(any_house).test_client())
    for path in STRANGE:  # PostgreSQL keeps no text with NUL in it
        assert client.get(path, status=404).text
    assert "1 tulisan" in client.get("/cari?q=DISKON%20100%25").text
    assert "Tidak ada tulisan" in client.get("/cari?q=lunas%00tidak").text
    assert client.get("/").text
    assert client.get("/sitemap.xml").html.count("<loc>") > 40
