"""The page of results: what it finds, marks, counts and offers, with an index and without."""

import logging
from collections import Counter
from urllib.parse import parse_qsl, quote, urlsplit

import pytest

from rumah_inovasi.app import create_app
from rumah_inovasi.house import House
from tests import starter
from tests.factories import put, write_up
from tests.indexing import settle
from tests.pages import PageClient
from tests.search.reading import chips, facet_link, facets, link_named, marked, of_class, status, titles, words
from tests.search.test_selection import merged

BANNER = "Indeks pencarian sedang disiapkan"


def stock(house: House) -> None:
    """Three write-ups that differ in every filter that the tests use, in the index."""
    put(
        house,
        write_up(
            "Antrean Ringkas",
            extra="urusan: [kesehatan]\nmulai: 2019\ntag: [antrean, lansia]\njenis: digital\n"
            'replikasi:\n  - {wilayah: "35.01", tahap: diterapkan, bukti: dokumen}\n'
            "penghargaan:\n  - {ajang: Ajang Satu & Dua, tahun: 2021}\n",
        ),
        name="a.md",
    )
    put(
        house,
        write_up(
            "Bank Sampah",
            extra="kepanjangan: Tabungan Sampah Warga\nurusan: [lingkungan-hidup, kesehatan]\n"
            "mulai: 2021-05\njenis: non-digital\n",
            region="35.16",
            unit="Dinas Hijau",
            kind="opd-kab",
            summary="Sampah ditukar dengan tabungan.",
            body="## Latar belakang\n\nSungai penuh sampah plastik, dan petugas puskesmas mengeluh.\n",
        ),
        name="b.md",
    )
    put(
        house,
        write_up("Cahaya Desa", region="35.16", unit="Dinas Terang", kind="opd-kab", summary="Lampu jalan menyala."),
        name="c.md",
    )
    settle(house)


# What is found


def test_all_write_ups_are_listed_without_a_question(searcher: PageClient, full_house: House) -> None:
    answer = searcher.get("/cari")
    assert status(answer) == f"{len(starter.read(full_house))} tulisan"
    assert answer.title == "Semua inovasi — Rumah Inovasi"
    assert len(titles(answer)) == 20


def test_word_is_found_in_every_part_of_a_write_up(house: House, client: PageClient) -> None:
    stock(house)
    for query, title in {
        "ringkas": "Antrean Ringkas",
        "tabungan": "Bank Sampah",
        "menyala": "Cahaya Desa",
        "lansia": "Antrean Ringkas",
        "terang": "Cahaya Desa",
        "sidoarjo": "Antrean Ringkas",
        "plastik": "Bank Sampah",
    }.items():
        assert titles(client.get(f"/cari?q={query}")) == [title], query


def test_matching_passages_are_marked_and_nothing_else_is_markup(house: House, client: PageClient) -> None:
    put(
        house, write_up("Antrean <mark>Ringkas</mark>", summary="Nomor antrean & <b>tebal</b>.", body="Antrean lama.\n")
    )
    settle(house)
    answer = client.get("/cari?q=ANTREAN")
    assert marked(answer) == ["Antrean", "antrean", "Antrean"]
    assert "Antrean <mark>Ringkas</mark>" in titles(answer)[0]
    assert "<b>tebal" not in answer.html


def test_passage_of_the_text_is_shown_where_the_text_matches(house: House, client: PageClient) -> None:
    stock(house)
    (snippet,) = of_class(client.get("/cari?q=plastik"), "p", "snippet")
    assert "Sungai penuh sampah plastik" in words(snippet)
    assert of_class(client.get("/cari?q=menyala"), "p", "snippet") == []


def test_what_matches_in_nothing_that_is_shown_is_said_to(house: House, client: PageClient) -> None:
    stock(house)
    said = "Katanya ada di kata kunci, unit, wilayah, atau lampiran tulisan ini."
    assert said in client.get("/cari?q=sidoarjo").text
    for path in ("/cari?q=plastik", "/cari?q=ringkas", "/cari"):
        assert said not in client.get(path).text


def test_title_says_what_was_asked(house: House, client: PageClient) -> None:
    stock(house)
    assert client.get("/cari?q=antrean&wilayah=35.15").title == "Cari: antrean — Rumah Inovasi"
    assert (
        client.get("/cari?wilayah=35.15&urusan=kesehatan").title == "Inovasi: Kesehatan, Kab. Sidoarjo — Rumah Inovasi"
    )


def test_withdrawn_write_up_is_not_shown_by_an_index_that_is_behind(house: House, client: PageClient) -> None:
    stock(house)
    gone = write_up("Antrean Ringkas", extra="nomor: 1\nditarik: {tanggal: 2026-11-20, alasan: Keliru.}\n", body="")
    assert put(house, gone, name="a.md").problems == []
    for path in ("/cari?q=antrean", "/cari"):
        assert "Antrean Ringkas" not in client.get(path).text


def test_nothing_is_told_of_a_withdrawn_write_up_by_an_index_that_is_behind(house: House, client: PageClient) -> None:
    stock(house)
    extra = "nomor: 4\ntag: [kenaritag]\nmulai: 1987\n"
    put(house, write_up("Kenari Judul", extra=extra, unit="Kenari Unit", body="Isi kenarisari."), name="d.md")
    settle(house)
    assert client.get("/api/v1/inovasi?q=kenarisari").json["total"] == 1
    gone = "nomor: 4\nditarik: {tanggal: 2026-11-20, alasan: Keliru.}\n"
    assert put(house, write_up("Kenari Judul", extra=gone, unit="Kenari Unit", body=""), name="d.md").problems == []
    for query in ("", "?q=warga", "?q=kenarisari", "?q=kenarisary", "?q=kenaritag", "?tag=antrean", "?wilayah=35.15"):
        for path in ("/cari", "/cari.json", "/api/v1/inovasi", "/cari.csv", "/cari.atom"):
            said = client.get(path + query).body.decode().replace(query.removeprefix("?q="), "") if query else ""
            for word in ("kenarisari", "kenaritag", "Kenari Unit", "Kenari Judul", "1987"):
                assert word not in said, (path, query, word)
    assert client.get("/api/v1/inovasi?q=kenarisari").json["total"] == 0
    assert client.get("/api/v1/inovasi").json["total"] == 3
    assert client.get("/cari/saran?q=kenar").json[1] == []


def test_text_changed_since_then_is_shown_as_it_is_now(house: House, client: PageClient) -> None:
    stock(house)
    put(house, write_up("Cahaya Desa", extra="nomor: 3\n", region="35.16", unit="Dinas Terang", summary="Kini beda."))
    answer = client.get("/cari?q=menyala")
    assert titles(answer) == ["Cahaya Desa"]
    assert "Kini beda." in answer.text
    assert "menyala" not in answer.text.partition("Cahaya Desa")[2]


# Filters


def test_filters_narrow_and_values_of_one_filter_add_up(house: House, client: PageClient) -> None:
    stock(house)

    def found(query: str) -> set[str]:
        return set(titles(client.get(f"/cari?{query}")))

    assert found("wilayah=35.16") == {"Bank Sampah", "Cahaya Desa"}
    assert found("wilayah=35.16&wilayah=35.15") == {"Antrean Ringkas", "Bank Sampah", "Cahaya Desa"}
    assert found("wilayah=35.16&urusan=kesehatan") == {"Bank Sampah"}
    assert found("tahun=2021") == {"Bank Sampah"}
    assert found("tag=lansia") == {"Antrean Ringkas"}
    assert found("replikasi=ada") == {"Antrean Ringkas"}
    assert found("direplikasi_di=35.01") == {"Antrean Ringkas"}
    assert found("penghargaan=" + quote("Ajang Satu & Dua")) == {"Antrean Ringkas"}
    assert found("jenis_unit=opd-kab&jenis=non-digital") == {"Bank Sampah"}
    assert found("q=wilayah:35.16+sampah") == {"Bank Sampah"}


def test_bad_value_is_a_page_that_says_which(client: PageClient) -> None:
    text = client.get("/cari?wilayah=35.99", status=400).text
    assert "Nilai “35.99” untuk wilayah tidak dikenal." in text
    assert "35 untuk provinsi" in text


def test_parameters_of_others_change_nothing(searcher: PageClient) -> None:
    plain = searcher.get("/cari?q=warga")
    assert titles(searcher.get("/cari?utm_source=x&q=warga&status=draft")) == titles(plain)


def test_facets_count_what_the_archive_holds(searcher: PageClient, full_house: House) -> None:
    items = starter.read(full_house)
    found = facets(searcher.get("/cari"))
    topics = Counter(topic for item in items for topic in item.get("urusan", []))
    years = Counter(str(item["mulai"])[:4] for item in items if "mulai" in item)
    assert found["Urusan"]["Kesehatan"] == topics["kesehatan"]
    assert sum(found["Urusan"].values()) == sum(topics.values())
    assert found["Tahun mulai"] == dict(sorted(years.items(), reverse=True))
    applied = sum(bool(starter.applied_across(item)) for item in items)
    assert found["Replikasi"] == {
        "Belum diterapkan di tempat lain": len(items) - applied,
        "Sudah diterapkan di tempat lain": applied,
    }


def test_every_value_leads_to_as_many_write_ups_as_it_says(searcher: PageClient) -> None:
    answer = searcher.get("/cari?q=warga&jenis=non-digital")
    tried = 0
    for facet, values in facets(answer).items():
        for label, count in list(values.items())[:3]:
            link = facet_link(answer, facet, label)
            if link.get("aria-current"):
                continue
            assert link.get("rel") == "nofollow"
            if facet != "Jenis":  # one value more of the same filter adds to the others
                assert status(searcher.get(link.get("href", ""))) == f"{count} tulisan", (facet, label)
                tried += 1
    assert tried > 20


def test_counts_of_a_facet_ignore_its_own_choice(searcher: PageClient) -> None:
    before = facets(searcher.get("/cari?q=warga"))["Urusan"]
    after = facets(searcher.get("/cari?q=warga&urusan=sosial"))["Urusan"]
    assert sum(after.values()) == sum(before.values())
    assert next(iter(after)) == "Sosial"


def test_long_facet_shows_eight_and_folds_the_rest(searcher: PageClient) -> None:
    answer = searcher.get("/cari")
    (panel,) = of_class(answer, "details", "panel")
    regions = next(node for node in panel.findall("details") if words(node).startswith("Wilayah asal"))
    shown = regions.find("ul")
    assert shown is not None
    assert len(list(shown)) == 8
    (others,) = regions.findall("details")
    assert others.get("open") is None
    assert words(next(others.iter("summary"))) == "lainnya dari Wilayah asal"


def test_facet_with_very_many_values_lists_the_most_frequent(house: House, client: PageClient) -> None:
    for part in range(5):
        tags = ", ".join(f"t{part}x{number}" for number in range(10))
        put(house, write_up(f"Inovasi {part}", extra=f"tag: [umum, {tags}]\n"), name=f"{part}.md")
    settle(house)
    answer = client.get("/cari")
    assert len(facets(answer)["Kata kunci"]) == 40
    assert next(iter(facets(answer)["Kata kunci"])) == "umum"
    assert "11 lagi tidak ditampilkan" in answer.text


def test_chosen_filters_are_chips_that_take_them_away(house: House, client: PageClient) -> None:
    stock(house)
    answer = client.get("/cari?q=sampah&wilayah=35.16&unit=1&urusan=kesehatan")
    found = chips(answer)
    assert list(found) == ["Urusan: Kesehatan", "Wilayah asal: Kab. Mojokerto", "Unit: Pemerintah Provinsi Jawa Timur"]
    assert found["Wilayah asal: Kab. Mojokerto"] == "/cari?q=sampah&urusan=kesehatan&unit=1"
    assert link_named(answer, "hapus semua") == "/cari?q=sampah"


def test_chosen_filters_stay_visible_without_a_hit(house: House, client: PageClient) -> None:
    stock(house)
    answer = client.get("/cari?q=tidakada&wilayah=35.20")
    assert status(answer) == "0 tulisan"
    assert list(chips(answer)) == ["Wilayah asal: Kab. Magetan"]
    assert facets(answer)["Wilayah asal"] == {"Kab. Magetan": 0}
    assert facet_link(answer, "Wilayah asal", "Kab. Magetan").get("aria-current") == "true"


def test_panel_says_how_many_filters_are_chosen(house: House, client: PageClient) -> None:
    stock(house)
    (panel,) = of_class(client.get("/cari?wilayah=35.16&tahun=2021"), "details", "panel")
    assert words(panel).startswith("Saring (2)")
    assert panel.get("open") is None


def test_other_words_are_looked_for_within_the_same_filters(house: House, client: PageClient) -> None:
    stock(house)
    answer = client.get("/cari?q=sampah&wilayah=35.16&wilayah=35.15&semua=1&urut=judul")
    form = next(node for node in answer.tree.all("form") if node.get("role") == "search")
    kept = [(node.get("name"), node.get("value")) for node in form.iter("input") if node.get("type") == "hidden"]
    assert kept == [("wilayah", "35.15"), ("wilayah", "35.16"), ("semua", "1"), ("urut", "judul")]


def test_write_ups_of_a_merged_unit_are_found_under_its_successor(house: House, client: PageClient) -> None:
    numbers = merged(house)
    put(house, write_up("Antrean Satu", unit="Dinas Tengah", kind="opd-kab"), name="a.md")
    put(house, write_up("Antrean Dua", unit="Dinas Baru", kind="opd-kab"), name="b.md")
    settle(house)
    for name in ("Dinas Lama", "Dinas Baru"):
        answer = client.get(f"/cari?unit={numbers[name]}")
        assert set(titles(answer)) == {"Antrean Satu", "Antrean Dua"}
        assert list(chips(answer)) == ["Unit: Dinas Baru"]
        assert facets(answer)["Unit"] == {"Dinas Baru": 2}


def test_english_page_names_filters_in_english_and_keeps_names(searcher: PageClient) -> None:
    searcher.client.set_cookie("bahasa", "en")
    answer = searcher.get("/cari?urusan=kesehatan&wilayah=35.10")
    (chosen,) = of_class(answer, "div", "chosen")
    assert "Health" in words(chosen)
    assert [words(node) for node in chosen.iter("span") if node.get("lang") == "id"] == ["Kab. Banyuwangi"]
    assert "Health" in facets(answer)["Topics"]
    assert "Kesehatan" not in facets(answer)["Topics"]


def test_search_answers_alike_on_both_databases(any_house: House) -> None:
    numbers = merged(any_house)
    stock(any_house)
    client = PageClient(create_app(any_house).test_client())
    assert titles(client.get("/cari?q=sampah&wilayah=35.16")) == ["Bank Sampah"]
    assert list(chips(client.get(f"/cari?unit={numbers['Dinas Lama']}"))) == ["Unit: Dinas Baru"]
    assert titles(client.get("/cari?q=a%00b")) == []
    for path in ("/cari?unit=999999999", "/cari?tag=a%00b", "/cari?wilayah=35%00"):
        client.get(path, status=400)
    assert client.get("/cari.json?urut=terbaru").json["total"] == 3
    assert client.get("/cari/saran?q=samp").json[1]


# Order, pages, words


def test_orders_are_offered_and_obeyed(house: House, client: PageClient) -> None:
    stock(house)
    assert titles(client.get("/cari")) == ["Antrean Ringkas", "Bank Sampah", "Cahaya Desa"]
    assert titles(client.get("/cari?urut=terbaru")) == ["Cahaya Desa", "Bank Sampah", "Antrean Ringkas"]
    assert titles(client.get("/cari?urut=replikasi"))[0] == "Antrean Ringkas"
    answer = client.get("/cari?q=sampah&urut=terbaru&wilayah=35.16")
    assert link_named(answer, "Relevansi") == "/cari?q=sampah&wilayah=35.16"
    assert link_named(answer, "Judul") == "/cari?q=sampah&wilayah=35.16&urut=judul"
    assert [words(node) for node in answer.tree.all("b") if node.get("aria-current")] == ["Terbaru"]


def test_list_without_words_is_in_the_order_of_titles(searcher: PageClient) -> None:
    answer = searcher.get("/cari")
    assert [words(node) for node in answer.tree.all("b") if node.get("aria-current")] == ["Judul"]
    assert "Relevansi" not in answer.text


def test_pages_of_a_filtered_list_hold_everything_once(searcher: PageClient) -> None:
    found: list[str] = []
    path: str | None = "/cari?q=warga&jenis=non-digital"
    while path:
        answer = searcher.get(path)
        found += titles(answer)
        path = next((node.get("href") for node in answer.tree.all("a") if node.get("rel") == "next"), None)
    assert len(found) == len(set(found)) == int(status(searcher.get("/cari?q=warga&jenis=non-digital")).split()[0]) > 20


def test_page_beyond_the_end_is_not_there(searcher: PageClient) -> None:
    assert "daftar ini punya" in searcher.get("/cari?q=warga&hal=90", status=404).text
    assert "daftar ini punya 1 halaman" in searcher.get("/cari?q=tidakadasamasekali&hal=2", status=404).text


def test_wider_results_are_told_as_such(house: House, client: PageClient) -> None:
    stock(house)
    answer = client.get("/cari?q=sampah+menyala")
    assert set(titles(answer)) == {"Bank Sampah", "Cahaya Desa"}
    headings = [words(node) for node in answer.tree.all("h2")]
    assert headings[0] == "Tidak ada tulisan yang memuat semua kata itu"
    assert "memuat sebagian katanya" in answer.text
    assert "semua kata itu" not in client.get("/cari?q=sampah+plastik").text


def test_switch_leads_to_what_holds_all_words_and_back(house: House, client: PageClient) -> None:
    stock(house)
    answer = client.get("/cari?q=dinas+terang")
    assert set(titles(answer)) == {"Cahaya Desa", "Bank Sampah"}
    path = link_named(answer, "Hanya yang memuat semua kata (1)")
    narrowed = client.get(path)
    assert titles(narrowed) == ["Cahaya Desa"]
    assert link_named(narrowed, "Tampilkan juga yang memuat sebagian kata") == "/cari?q=dinas%20terang"


def test_word_that_was_meant_is_offered_with_the_same_filters(house: House, client: PageClient) -> None:
    stock(house)
    answer = client.get("/cari?q=sampha&wilayah=35.16")
    assert "Maksud Anda: sampah?" in answer.text
    assert titles(client.get(link_named(answer, "sampah"))) == ["Bank Sampah"]
    assert link_named(answer, "sampah") == "/cari?q=sampah&wilayah=35.16"


def test_no_word_is_offered_that_finds_nothing_within_the_same_filters(house: House, client: PageClient) -> None:
    stock(house)
    answer = client.get("/cari?q=sampha&wilayah=35.15")
    assert titles(answer) == []
    assert "Maksud Anda" not in answer.text
    assert client.get("/cari.json?q=sampha&wilayah=35.15").json["suggestion"] is None
    assert client.get("/cari.json?q=sampha").json["suggestion"] == "sampah"


def test_filter_that_is_not_wanted_is_told_and_changes_nothing(house: House, client: PageClient) -> None:
    stock(house)
    answer = client.get("/cari?q=sampah+-wilayah:35.16")
    assert titles(answer) == ["Bank Sampah"]
    (notice,) = of_class(answer, "div", "notice")
    assert words(notice).startswith("Saringan tidak dapat dikecualikan, jadi -wilayah:35.16 tidak dipakai.")
    assert len(titles(client.get("/cari?q=-wilayah:35.16"))) == 3
    assert not of_class(client.get("/cari?q=sampah+-wilayah"), "div", "notice")


def test_empty_list_shows_ways_out_with_their_counts(house: House, client: PageClient) -> None:
    stock(house)
    answer = client.get("/cari?q=sampah&wilayah=35.15&tahun=2021")
    assert titles(answer) == []
    assert "Tidak ada tulisan yang cocok dengan kata dan saringan itu" in answer.text
    assert "tanpa saringan Wilayah asal (1)" in answer.text
    assert "tanpa saringan Tahun mulai" not in answer.text
    assert titles(client.get(link_named(answer, "tanpa saringan Wilayah"))) == ["Bank Sampah"]
    assert {"/urusan", "/wilayah", "/cari"} <= set(answer.links)


def test_empty_list_offers_single_words_that_are_found(house: House, client: PageClient) -> None:
    stock(house)
    answer = client.get("/cari?q=sampah+menyala+xyzzy&semua=1")
    assert titles(answer) == []
    assert "sampah (1)" in answer.text
    assert "menyala (1)" in answer.text
    assert "xyzzy (" not in answer.text


def test_query_of_signs_alone_finds_nothing(house: House, client: PageClient) -> None:
    stock(house)
    for query in ("%", "*", "_", "\\", "?!", "-", '""'):
        assert titles(client.get(f"/cari?q={quote(query)}")) == [], query


# For machines and for other ways of reading


def test_only_the_bare_list_is_for_search_engines(searcher: PageClient) -> None:
    bare = searcher.get("/cari").html
    assert '<link rel="canonical" href="http://localhost/cari">' in bare
    assert "noindex" not in bare
    for path in ("/cari?q=warga", "/cari?wilayah=35.15", "/cari?hal=2", "/cari?urut=terbaru"):
        html = searcher.get(path).html
        assert '<meta name="robots" content="noindex">' in html, path
        assert "canonical" not in html, path


def test_forms_of_the_same_list_are_linked(searcher: PageClient) -> None:
    answer = searcher.get("/cari?q=warga&jenis=digital&hal=1")
    for path in ("/cari.csv", "/cari.json", "/cari.atom"):
        assert f"{path}?q=warga&jenis=digital" in answer.links
    alternates = [node.get("href") for node in answer.tree.all("link") if node.get("rel") == "alternate"]
    assert alternates == ["/langganan/inovasi.atom", "/cari.atom?q=warga&jenis=digital"]


def test_boxes_of_the_comparison_hold_the_numbers_of_the_list(searcher: PageClient) -> None:
    answer = searcher.get("/cari?q=warga")
    (form,) = [node for node in answer.tree.all("form") if node.get("action") == "/pilihan"]
    listed = [link.get("href", "") for node in of_class(answer, "h2", "name") for link in node.iter("a")]
    ticks = [node.get("value") for node in form.iter("input")]
    assert [f"/inovasi/{number}" for number in ticks] == [href.partition("-")[0] for href in listed]


# Without an index


def test_database_answers_where_there_is_no_index(house: House, client: PageClient) -> None:
    put(house, write_up("Antrean Ringkas", body="Sungai.\n"), name="a.md")
    put(house, write_up("Bank Sampah", summary="Ditukar tabungan."), name="b.md")
    answer = client.get("/cari?q=bank&wilayah=35.16")
    assert BANNER in answer.text
    assert titles(answer) == ["Bank Sampah"]
    assert "Saringan ini belum diterapkan:" in answer.text
    assert list(chips(answer)) == ["Wilayah asal: Kab. Mojokerto"]
    assert facets(answer) == {}
    assert "wilayah=35.16" in link_named(answer, "Terbaru")
    assert titles(client.get("/cari?q=sungai")) == []
    assert titles(client.get("/cari?urut=terbaru")) == ["Bank Sampah", "Antrean Ringkas"]
    client.get("/cari?q=bank&hal=2", status=404)
    client.get("/cari?wilayah=35.99", status=400)


def test_damaged_index_is_no_fault_of_the_reader(house: House) -> None:
    stock(house)
    for path in house.settings.index_dir.rglob("*"):
        if path.is_file():
            path.write_bytes(b"rusak")
    client = PageClient(create_app(house).test_client())
    answer = client.get("/cari?q=antrean")
    assert BANNER in answer.text
    assert titles(answer) == ["Antrean Ringkas"]


def test_index_that_comes_back_is_used_and_each_change_is_told_once(
    house: House, client: PageClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "rumah_inovasi.search")
    for _ in range(3):
        assert BANNER in client.get("/cari").text
    stock(house)
    for _ in range(3):
        assert BANNER not in client.get("/cari").text
    told = [record.getMessage() for record in caplog.records if record.name == "rumah_inovasi.search"]
    assert len(told) == 2
    assert "no usable index" in told[0]
    assert "again" in told[1]


def test_links_of_the_page_keep_all_parameters(searcher: PageClient) -> None:
    asked = {("q", "warga"), ("urusan", "kesehatan"), ("semua", "1"), ("urut", "judul")}
    answer = searcher.get("/cari?q=warga&urusan=kesehatan&semua=1&urut=judul")
    year = next(iter(facets(answer)["Tahun mulai"]))
    href = facet_link(answer, "Tahun mulai", year).get("href", "")
    assert set(parse_qsl(urlsplit(href).query)) == asked | {("tahun", year)}
