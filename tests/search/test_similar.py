"""Write-ups like another on its page: near ones, none that the page shows elsewhere, none without reason."""

import pytest

from rumah_inovasi.accounts.actor import SYSTEM
from rumah_inovasi.app import create_app
from rumah_inovasi.catalogue import actions, queries
from rumah_inovasi.catalogue.model import Innovation
from rumah_inovasi.house import House
from rumah_inovasi.search import similar
from tests import starter
from tests.factories import put, write_up
from tests.fixtures import START
from tests.indexing import settle
from tests.pages import Answer, PageClient
from tests.search.reading import words

HEADING = "Serupa dengan ini"
# Of the starter content: a page, and one that has to be among those like it.
LIKE = {
    "12-gancang-aron": "Home Care Peduli",
    "13-lahir-procot-pulang-bawa-akta": "Lapak Maini",
    "24-command-center-112": "PSC 119 Tulungagung dan EB SOLIH",
    "29-jekmil": "Makin Sayang",
    "35-merambah-emas": "TPA Wisata Edukasi Talangagung",
    "46-si-ikan-nila": "Bumi Kraksaan",
    "53-sekolah-perempuan-sekoper-gresik": "SUPER KEREN",
    "59-kare-mator": "Pasti Daku Kawin",
    "68-kopi-pahit": "SMARThealth",
    "73-no-setrum": "PRLB Ngawi",
    "74-teropong-jiwa": "Karepe Dimesemi Bojo",
}


def like(answer: Answer) -> list[str]:
    """The titles under the heading."""
    for section in answer.tree.all("section"):
        heading = section.find("h2")
        if heading is not None and words(heading) == HEADING:
            return [words(node) for node in section.iter("h3")]
    return []


def about_wells(
    title: str, extra: str = "", region: str = "35.15", summary: str = "Sumur warga disaring pasir."
) -> str:
    return write_up(
        title, extra=f"tag: [sumur, air-bersih, pasir]\n{extra}", region=region, summary=summary, body="Air.\n"
    )


def stock(house: House, *texts: str) -> None:
    lamps = [write_up(f"Lain {number}", summary="Lampu jalan menyala.", body="Terang.\n") for number in range(4)]
    for number, text in enumerate((*texts, *lamps)):
        assert not put(house, text, name=f"{number}.md").failed
    settle(house)


@pytest.mark.parametrize("ref", LIKE)
def test_near_ones_are_shown(searcher: PageClient, ref: str) -> None:
    assert LIKE[ref] in like(searcher.get(f"/inovasi/{ref}"))


def test_what_a_write_up_is_called_by_brings_others_of_that_tag(searcher: PageClient) -> None:
    assert {"Rumah Pemulihan Gizi (RPG) Situbondo", "Sayang Warga"} < set(like(searcher.get("/inovasi/68-kopi-pahit")))


def test_there_are_few_and_never_itself(searcher: PageClient, full_house: House) -> None:
    pages = {item.title: like(searcher.get(f"/inovasi/{item.ref}")) for item in _published(full_house)}
    assert len(pages) == len(starter.read(full_house))
    assert all(len(titles) <= similar.MOST for titles in pages.values())
    assert [title for title, titles in pages.items() if title in titles] == []
    assert sum(map(bool, pages.values())) > len(pages) / 2


def _published(house: House) -> list[Innovation]:
    with house.database.read() as session:
        return queries.all_published(session)


def test_what_shares_nothing_telling_is_not_like_it(house: House, client: PageClient) -> None:
    stock(
        house, about_wells("Saring"), about_wells("Jernih"), write_up("Sapi", summary="Sapi sehat.", body="Rumput.\n")
    )
    assert like(client.get("/inovasi/1-saring")) == ["Jernih"]
    assert like(client.get("/inovasi/3-sapi")) == []


def test_a_side_matter_makes_nothing_alike(house: House, client: PageClient) -> None:
    side = write_up("Kolam", summary="Ikan berenang.", body="Ikan lele suka pasir.\n")
    stock(house, about_wells("Saring"), about_wells("Jernih"), side)
    assert like(client.get("/inovasi/1-saring")) == ["Jernih"]


def test_by_a_word_or_two_nothing_is_alike(house: House, client: PageClient) -> None:
    texts = [write_up(title, summary="Sumur pasir.", body="Teks.\n") for title in ("Saring", "Jernih")]
    stock(house, *texts)
    assert like(client.get("/inovasi/1-saring")) == []


def test_what_the_page_shows_elsewhere_is_left_out(house: House, client: PageClient) -> None:
    stock(
        house,
        about_wells("Saring"),
        about_wells("Jernih", "terkait: [1]\n"),
        about_wells("Seri", "seri: [1]\n"),
        about_wells("Bening"),
    )
    page = client.get("/inovasi/1-saring")
    assert like(page) == ["Bening"]
    assert {"Satu seri", "Disebut oleh"} <= {words(node) for node in page.tree.all("h2")}
    assert sorted(like(client.get("/inovasi/2-jernih"))) == ["Bening", "Seri"]


def test_same_innovation_of_another_region_is_left_out(house: House, client: PageClient) -> None:
    stock(house, about_wells("Saring"), about_wells("SARING!", region="35.16"), about_wells("Jernih"))
    assert like(client.get("/inovasi/1-saring")) == ["Jernih"]


def test_withdrawn_is_gone_at_once(house: House, client: PageClient) -> None:
    stock(house, about_wells("Saring"), about_wells("Jernih"))
    assert like(client.get("/inovasi/1-saring")) == ["Jernih"]
    with house.database.write() as session:
        actions.withdraw(session, SYSTEM, queries.innovation(session, 2), "Keliru", on=START.date(), now=house.clock())
    assert like(client.get("/inovasi/1-saring")) == []


def test_new_one_is_shown_as_soon_as_the_index_has_it(house: House, client: PageClient) -> None:
    stock(house, about_wells("Saring"), about_wells("Jernih"))
    assert like(client.get("/inovasi/1-saring")) == ["Jernih"]
    put(house, about_wells("Bening"), name="baru.md")
    assert like(client.get("/inovasi/1-saring")) == ["Jernih"]
    settle(house)
    assert sorted(like(client.get("/inovasi/1-saring"))) == ["Bening", "Jernih"]


def test_without_index_the_page_goes_without(house: House, client: PageClient) -> None:
    assert not put(house, about_wells("Saring")).failed
    assert like(client.get("/inovasi/1-saring")) == []


def test_languages_are_kept_apart(house: House) -> None:
    runs = "keberlanjutan: {status: berlanjut-lancar}\n"
    stock(house, about_wells("Saring", runs), about_wells("Jernih", runs))
    client = create_app(house).test_client()
    assert "Berlanjut lancar" in client.get("/inovasi/1-saring").get_data(as_text=True)
    client.set_cookie("bahasa", "en")
    english = client.get("/inovasi/1-saring").get_data(as_text=True)
    assert "Continues smoothly" in english
    assert "Berlanjut lancar" not in english


def test_so_many_are_kept_at_most(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(similar, "KEPT", 1)
    stock(house, about_wells("Saring"), about_wells("Jernih"))
    app = create_app(house)
    for ref in ("1-saring", "2-jernih", "1-saring"):
        assert app.test_client().get(f"/inovasi/{ref}").status_code == 200
    assert len(app.extensions["rumah_inovasi_similar"].found) == 1
