"""The language is chosen by a form of this site, and that form sends nobody elsewhere."""

from dataclasses import replace

import pytest

from rumah_inovasi.app import create_app
from rumah_inovasi.house import House
from rumah_inovasi.web.language import own_path
from tests.pages import PageClient

OWN = {"Sec-Fetch-Site": "same-origin"}
ELSEWHERE = [
    "",
    "cari",
    "https://jahat.example/",
    "//jahat.example/",
    "///jahat.example/",
    "/\\jahat.example/",
    "\\\\jahat.example/",
    "/\t/jahat.example/",
    "/\n/jahat.example/",
    "\t//jahat.example/",
    " //jahat.example/",
    "/x\r\nSet-Cookie: a=b",
    "/x\x00",
    "/\u2028x",
    "javascript:alert(1)",
    "http:/jahat.example",
    "//[jahat",
    "/x\\..\\y",
    "//jahat.example@localhost/",
]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_nobody_is_sent_elsewhere(reader: PageClient, target: str) -> None:
    assert own_path(target) == "/"
    answer = reader.post("/bahasa", {"bahasa": "id", "kembali": target}, headers=OWN)
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize(
    "target", ["/", "/cari?q=a%20b&hal=2", "/wilayah/35.15-sidoarjo", "/cari?q=//x", "/tag/gizi#a"]
)
def test_reader_comes_back_to_where_the_choice_was_made(reader: PageClient, target: str) -> None:
    answer = reader.post("/bahasa", {"bahasa": "id", "kembali": target}, headers=OWN)
    assert answer.headers["Location"] == target


@pytest.mark.parametrize(
    "path", ["/", "/cari?q=a%26b%3Dc&urut=terbaru", "/tag/a%3Fb", "/x%0Ay", "/x%01y", "/%E2%80%AEx", "/x%25y"]
)
def test_form_of_a_page_leads_back_to_that_page(reader: PageClient, path: str) -> None:
    response = reader.client.get(path)
    page = reader.get(path, status=response.status_code)
    (back,) = [node.get("value") or "" for node in page.tree.all("input") if node.get("name") == "kembali"]
    answer = reader.post("/bahasa", {"bahasa": "id", "kembali": back}, headers=OWN)
    assert answer.headers["Location"] == path


def test_choice_is_kept_in_a_cookie_and_followed(reader: PageClient) -> None:
    answer = reader.post("/bahasa", {"bahasa": "en", "kembali": "/tentang"}, headers=OWN)
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("bahasa=en;")
    assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}
    assert answer.headers["Cache-Control"] == "no-store"
    assert reader.get("/tentang").tree.root.get("lang") == "en"  # the client of the tests keeps cookies too
    reader.post("/bahasa", {"bahasa": "id"}, headers=OWN)
    assert reader.get("/tentang").tree.root.get("lang") == "id"


@pytest.mark.parametrize(("address", "secure"), [("https://localhost", True), ("http://localhost", False)])
def test_cookie_of_a_production_site_is_for_https_alone(house: House, address: str, secure: bool) -> None:  # noqa: FBT001
    made = replace(house, settings=replace(house.settings, base_url=address))
    answer = PageClient(create_app(made).test_client()).post("/bahasa", {"bahasa": "en", "kembali": "/"}, headers=OWN)
    assert ("Secure" in answer.headers["Set-Cookie"].split("; ")) is secure


def test_browser_is_not_asked_for_its_language(reader: PageClient) -> None:
    answer = reader.get("/tentang", headers={"Accept-Language": "en"})
    assert answer.tree.root.get("lang") == "id"
    assert "accept-language" not in answer.headers["Vary"].lower()


@pytest.mark.parametrize("value", ["fr", "", "en; a=b", "../en", "EN"])
def test_unknown_language_in_a_cookie_means_that_of_the_site(reader: PageClient, value: str) -> None:
    reader.client.set_cookie("bahasa", value)
    assert reader.get("/tentang").tree.root.get("lang") == "id"


@pytest.mark.parametrize("value", ["fr", "", "en\r\nx"])
def test_unknown_language_in_the_form_is_refused(reader: PageClient, value: str) -> None:
    answer = reader.post("/bahasa", {"bahasa": value}, headers=OWN, status=400)
    assert "id dan en" in answer.text
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "path", ["/", "/cari?bahasa=en", "/bahasa", "/tidak-ada", "/inovasi/1-super-keren", "/pilihan?n=1,2"]
)
def test_reading_sets_no_cookie(reader: PageClient, path: str) -> None:
    assert "Set-Cookie" not in reader.client.get(path).headers


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
        {"Origin": "null"},
        {"Origin": "http://jahat.example"},
        {"Origin": "http://localhost.jahat.example"},
        {"Origin": "http://localhost:81"},
        {"Origin": "http://localhost@jahat.example"},
        {"Origin": "http://[jahat"},
        {"Referer": "http://localhost/"},
    ],
)
def test_form_of_another_site_changes_nothing(reader: PageClient, headers: dict[str, str]) -> None:
    answer = reader.post("/bahasa", {"bahasa": "en"}, headers=headers, status=403)
    assert "situs lain" in answer.text
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "ANEH"])
@pytest.mark.parametrize("path", ["/", "/cari", "/tidak-ada"])
def test_no_way_of_changing_passes_by_the_question_of_origin(reader: PageClient, method: str, path: str) -> None:
    answer = reader.client.open(path, method=method, headers={"Sec-Fetch-Site": "cross-site"})
    # What takes no such request says so before it asks where it comes from.
    assert answer.status_code == (
        403 if (method, path) == ("POST", "/bahasa") else 404 if path == "/tidak-ada" else 405
    )


def test_older_browser_is_known_by_its_origin(reader: PageClient) -> None:
    answer = reader.post("/bahasa", {"bahasa": "en"}, headers={"Origin": "http://localhost"})
    assert answer.headers["Set-Cookie"].startswith("bahasa=en")
