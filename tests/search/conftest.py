"""What the tests of search share: clients of houses whose index is up to date."""

from collections.abc import Iterator

import pytest
from flask import Flask

from rumah_inovasi.app import create_app
from rumah_inovasi.house import House
from rumah_inovasi.search.choices import Choices
from rumah_inovasi.vocabulary import queries as vocabulary
from tests.indexing import settle
from tests.pages import PageClient


@pytest.fixture(scope="session")
def indexed_app(full_house: House) -> Flask:
    """The application over the starter content and its index."""
    settle(full_house)
    return create_app(full_house)


@pytest.fixture
def searcher(indexed_app: Flask) -> PageClient:
    """A client of the house with the starter content and its index."""
    return PageClient(indexed_app.test_client())


@pytest.fixture
def choices(house: House) -> Iterator[Choices]:
    """The filters of a house without write-ups."""
    with house.database.read() as session:
        yield Choices(session, vocabulary.load(session))
