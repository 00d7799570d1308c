"""Two to five write-ups side by side, without signing in."""

import pytest

from tests.pages import Answer, PageClient


def columns(answer: Answer) -> list[str]:
    """Where the heads of the table lead."""
    return [link.get("href", "") for head in answer.tree.all("thead") for link in head.iter("a")]


def test_two_stand_side_by_side_in_the_order_chosen(reader: PageClient) -> None:
    answer = reader.get("/pilihan?n=2,1")
    assert columns(answer) == ["/inovasi/2-gertak", "/inovasi/1-super-keren"]


def test_ticked_boxes_and_a_typed_list_mean_the_same(reader: PageClient) -> None:
    typed = columns(reader.get("/pilihan?n=1,2,3"))
    assert len(typed) == 3
    assert columns(reader.get("/pilihan?n=1&n=2&n=3")) == typed
    assert columns(reader.get("/pilihan?n=1,%202&n=03,,1")) == typed


def test_every_row_has_a_cell_for_each(reader: PageClient) -> None:
    answer = reader.get("/pilihan?n=1,2,6,17,66")
    (body,) = answer.tree.all("tbody")
    rows = body.findall("tr")
    labels = ["".join(row.findtext("th") or "") for row in rows]
    assert len(labels) == len(set(labels))
    assert {"Ringkasan", "Unit", "Wilayah", "Keberlanjutan", "Penghargaan"} <= set(labels)
    for row in rows:
        cells = row.findall("td")
        assert len(cells) == 5
        assert all((cell.text or "").strip() for cell in cells)
        assert any(cell.text != "belum ada catatan" for cell in cells)
    wilayah = next(row for row in rows if row.findtext("th") == "Wilayah")
    assert [cell.text for cell in wilayah.findall("td")][2:4] == ["Kota Malang", "Provinsi Jawa Timur"]


def test_cells_name_their_write_up_for_narrow_windows(reader: PageClient) -> None:
    answer = reader.get("/pilihan?n=1,2")
    names = {cell.get("data-of") for cell in answer.tree.all("td")} - {None}
    assert names == {"SUPER KEREN", "GERTAK"}


def test_more_than_five_shows_the_first_five_and_says_so(reader: PageClient) -> None:
    answer = reader.get("/pilihan?n=6,5,4,3,2,1")
    assert len(columns(answer)) == 5
    assert "Paling banyak lima" in answer.text
    assert "/inovasi/1-super-keren" not in columns(answer)


def test_one_is_kept_and_more_are_asked_for(reader: PageClient) -> None:
    answer = reader.get("/pilihan?n=1")
    assert columns(answer) == []
    assert "Baru satu tulisan dipilih" in answer.text
    (field,) = [node for node in answer.tree.all("input") if node.get("name") == "n"]
    assert field.get("value") == "1"


def test_none_explains_how_to_choose(reader: PageClient) -> None:
    for path in ("/pilihan", "/pilihan?n=", "/pilihan?n=,%20,"):
        answer = reader.get(path)
        assert "dua sampai lima inovasi" in answer.text
        assert "/cari" in answer.links


def test_unknown_number_is_named(reader: PageClient) -> None:
    answer = reader.get("/pilihan?n=1,99998,2,99999")
    assert "Nomor ini tidak ditemukan: 99998, 99999." in answer.text
    assert len(columns(answer)) == 2


@pytest.mark.parametrize("value", ["x", "1,x", "-1", "1.5", "1;2", "²", "١", "9" * 9, "1,'--", "1%00"])
def test_what_is_no_number_is_refused_with_an_example(reader: PageClient, value: str) -> None:
    assert "n=17,23" in reader.get(f"/pilihan?n={value}", status=400).text


def test_form_of_the_search_page_leads_here(reader: PageClient) -> None:
    forms = [node for node in reader.get("/cari?q=warga").tree.all("form") if node.get("action") == "/pilihan"]
    assert len(forms) == 1
    assert {node.get("name") for node in forms[0].iter("input")} == {"n"}
