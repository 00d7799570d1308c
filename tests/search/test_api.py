"""The list for programs, page by page."""

from tests.pages import PageClient


def test_pages_together_are_the_whole_list(searcher: PageClient) -> None:
    whole = searcher.get("/cari.json?q=warga").json
    found: list[int] = []
    page = 1
    while len(found) < whole["total"]:
        said = searcher.get(f"/api/v1/inovasi?q=warga&hal={page}").json
        assert said["page"] == page
        assert said["total"] == whole["total"]
        assert said["facets"] == whole["facets"]
        assert 0 < len(said["items"]) <= 20
        found += [item["id"] for item in said["items"]]
        page += 1
    assert found == [item["id"] for item in whole["items"]]
    assert page > 2


def test_items_lead_to_their_write_ups(searcher: PageClient) -> None:
    for item in searcher.get("/api/v1/inovasi?q=sampah").json["items"]:
        path = item["url"].removeprefix("http://localhost")
        assert searcher.get(f"{path}.json").json["nomor"] == item["id"]


def test_scores_fall_along_the_list(searcher: PageClient) -> None:
    scores = [item["score"] for item in searcher.get("/cari.json?q=kesehatan%20warga").json["items"]]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > scores[-1] > 0


def test_highlights_are_the_texts_in_runs(searcher: PageClient) -> None:
    for item in searcher.get("/cari.json?q=sampah").json["items"]:
        assert "".join(run for run, _is_hit in item["highlights"]["title"]) == item["title"]
        assert any(is_hit for runs in item["highlights"].values() for _run, is_hit in runs)


def test_faults_are_told_as_json(searcher: PageClient) -> None:
    for path, status in (("wilayah=35.99", 400), ("urut=x", 400), ("hal=0", 400), ("hal=99", 404)):
        answer = searcher.get(f"/api/v1/inovasi?{path}", status=status)
        assert answer.json["status"] == status
        assert answer.json["message"]


def test_labels_follow_the_reader(searcher: PageClient) -> None:
    searcher.client.set_cookie("bahasa", "en")
    labels = {value["value"]: value["label"] for value in searcher.get("/api/v1/inovasi").json["facets"]["urusan"]}
    assert labels["kesehatan"] == "Health"
