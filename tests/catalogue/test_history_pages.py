"""History, former revisions and what changed between two of them."""

import pytest

from rumah_inovasi.house import House
from rumah_inovasi.interoperability.reading import Outcome
from tests.factories import put, write_up
from tests.pages import PageClient

ADDRESS = "/inovasi/1-nomor-antrean"


@pytest.fixture
def revised(client: PageClient, house: House) -> PageClient:
    """A house with one write-up in three revisions."""
    put(house, write_up("Antrean Ringkas", extra="tag: [antrean]\n"))
    body = "## Latar belakang\n\nAntrean terlalu panjang & <b>lama</b>.\n\n## Solusi\n\nNomor diambil dari mana saja.\n"
    second = put(house, write_up("Nomor Antrean", extra="nomor: 1\ntag: [antrean, loket]\n", body=body))
    assert second.outcome is Outcome.REVISED
    third = write_up("Nomor Antrean", extra="nomor: 1\nmulai: 2020-01\n", body=body, unit="Puskesmas Lain")
    assert put(house, third).outcome is Outcome.REVISED
    return client


def changes(client: PageClient, address: str) -> dict[str, tuple[list[str], list[str]]]:
    """For each field that differs: what went, what came."""
    tree = client.get(address).tree
    names = ["".join(node.itertext()) for node in tree.all("h2")]
    diffs = [node for node in tree.all("div") if node.get("class") == "diff"]
    return {
        name: (
            ["".join(part.itertext()) for part in diff.iter("del")],
            ["".join(part.itertext()) for part in diff.iter("ins")],
        )
        for name, diff in zip(names, diffs, strict=False)
    }


def test_history_lists_all_revisions_newest_first(revised: PageClient) -> None:
    tree = revised.get(f"{ADDRESS}/riwayat").tree
    rows = [node for node in tree.all("tr") if node.find("td") is not None]
    assert ["".join(row.findtext("th/a") or "") for row in rows] == ["3", "2", "1"]
    links = [node.get("href") for row in rows for node in row.iter("a")]
    assert links == [
        f"{ADDRESS}/revisi/3",
        f"{ADDRESS}/bandingkan?dari=2&ke=3",
        f"{ADDRESS}/revisi/2",
        f"{ADDRESS}/bandingkan?dari=1&ke=2",
        f"{ADDRESS}/revisi/1",
    ]
    for link in links:
        assert revised.get(str(link)).text


def test_former_revision_is_read_as_it_was(revised: PageClient) -> None:
    old = revised.get(f"{ADDRESS}/revisi/1")
    assert "Antrean Ringkas, revisi 1" in old.title
    assert "Nomor antrean diambil dari rumah." in old.text
    assert "Ini revisi lama." in old.text
    assert "noindex" in old.html
    assert "Ini revisi yang sekarang berlaku." in revised.get(f"{ADDRESS}/revisi/3").text
    assert "dari mana saja" in revised.get(ADDRESS).text


def test_change_of_title_moves_the_address_and_the_old_one_leads_there(revised: PageClient) -> None:
    for below in ("", "/riwayat", "/revisi/1"):
        answer = revised.get(f"/inovasi/1-antrean-ringkas{below}", status=301)
        assert answer.headers["Location"] == ADDRESS + below


def test_comparison_shows_what_went_and_what_came(revised: PageClient) -> None:
    found = changes(revised, f"{ADDRESS}/bandingkan?dari=1&ke=2")
    assert len(found) == 3
    went, came = ("\n".join(map("\n".join, parts)) for parts in zip(*found.values(), strict=True))
    assert "Ringkas" in went
    assert "rumah" in went
    assert "loket" in came
    assert "<b>lama</b>" in came  # shown as it was written, not as HTML
    assert "Latar" not in went + came


def test_comparison_is_of_the_last_two_unless_asked(revised: PageClient) -> None:
    assert "revisi 2 dan 3" in revised.get(f"{ADDRESS}/bandingkan").title
    assert "revisi 1 dan 3" in revised.get(f"{ADDRESS}/bandingkan?dari=1").title
    assert "revisi 3 dan 1" in revised.get(f"{ADDRESS}/bandingkan?dari=3&ke=1").title


def test_comparison_with_itself_says_that_nothing_differs(revised: PageClient) -> None:
    assert "Tidak ada perbedaan" in revised.get(f"{ADDRESS}/bandingkan?dari=2&ke=2").text


@pytest.mark.parametrize("query", ["dari=x", "ke=-1", "dari=", "ke=1.5", "dari=²", "ke=" + "9" * 40])
def test_what_is_no_revision_number_is_refused(revised: PageClient, query: str) -> None:
    assert "bilangan bulat" in revised.get(f"{ADDRESS}/bandingkan?{query}", status=400).text


@pytest.mark.parametrize("below", ["/bandingkan?dari=0", "/bandingkan?ke=4", "/revisi/0", "/revisi/4", "/revisi/x"])
def test_unknown_revision_is_not_there(revised: PageClient, below: str) -> None:
    assert revised.get(ADDRESS + below, status=404).text


@pytest.mark.parametrize("number", ["9" * 12, "9" * 30])
def test_revision_number_beyond_any_column_is_not_there(revised: PageClient, number: str) -> None:
    assert revised.get(f"{ADDRESS}/revisi/{number}", status=404).text


def test_only_the_present_revision_is_found_and_listed(revised: PageClient) -> None:
    assert "Tidak ada tulisan" in revised.get("/cari?q=ringkas").text
    revised.get("/tag/loket", status=404)
    assert revised.get("/sitemap.xml").html.count("/inovasi/") == 1
