"""The site answers under its own names only; probes ask by any."""

from dataclasses import replace

import pytest

from rumah_inovasi.app import create_app
from rumah_inovasi.house import House
from tests.pages import PageClient

OTHERS = ["jahat.example", "inovasi.example.jahat.example", "localhost.jahat.example", "[::1", "[::2]", "a b", ""]


@pytest.fixture
def site(house: House) -> PageClient:
    """A site with an address of its own."""
    settings = replace(house.settings, base_url="https://Inovasi.example")
    return PageClient(create_app(replace(house, settings=settings)).test_client())


@pytest.mark.parametrize("host", ["inovasi.example", "INOVASI.example:8443", "localhost", "127.0.0.1:8000", "[::1]:80"])
def test_own_names_are_served_with_any_port(site: PageClient, host: str) -> None:
    assert site.get("/", headers={"Host": host}).text


@pytest.mark.parametrize("host", OTHERS)
def test_other_names_are_refused(site: PageClient, host: str) -> None:
    assert site.get("/", headers={"Host": host}, status=400)


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probe_may_ask_by_the_address_of_the_machine(site: PageClient, path: str) -> None:
    assert site.get(path, headers={"Host": "10.0.0.5:8000"}).json["status"]
