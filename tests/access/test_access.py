"""Every door of the house: who gets through in which role, in which state of what lies behind it.

The table is `who.txt`. A route that it does not know fails, and so does a line without a route.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.wrappers import Response

from tests.access.doors import CONVERTER, lines, path_of
from tests.access.world import NOBODY, ROLES, World, build_world
from tests.pages import ORIGIN, Tree

SIGNS = (NOBODY, *ROLES)
SIGN_IN = "/masuk?"
REFUSED = {403, 404, 410}
# Mail programs post there, from nowhere: the signed address is the right.
FROM_ANYWHERE = {"/langganan/berhenti/<token>"}
# What some doors want to be told before they look at who is there.
FIELDS = {"aksi": "perbaikan", "body": "Sebut sumbernya.", "bahasa": "id"}
ABSENT = {404, 410}


def cells() -> Iterator[tuple[str, str, str, str]]:
    for method, address, states in lines():
        for state, who in states.items():
            yield method, address, state, who


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The house in which whatever is tried is undone."""
    folder = tmp_path_factory.mktemp("pintu")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        made = build_world(sqlite_template, folder)
        yield made
        made.house.close()


@pytest.fixture(scope="module")
def tokens(world: World) -> dict[str, str]:
    """The token of forms that each one holds."""
    return {sign: _token(world.client(sign)) for sign in ROLES}


def _token(client: FlaskClient) -> str:
    with client.get("/ruang-kerja/tinjauan") as page:
        fields = Tree(page.get_data(as_text=True)).all("input")
    return next(node.get("value", "") for node in fields if node.get("name") == "csrf_token")


def routes(world: World) -> set[tuple[str, str]]:
    """Method and address of every route, converters aside."""
    return {
        (method, CONVERTER.sub(r"<\1>", rule.rule))
        for rule in world.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def test_table_knows_every_route_and_no_other(world: World) -> None:
    listed = {(method, address) for method, address, _states in lines()}
    assert {"missing": routes(world) - listed, "left over": listed - routes(world)} == {
        "missing": set(),
        "left over": set(),
    }


@pytest.mark.parametrize(("method", "address", "state", "who"), list(cells()))
def test_door(world: World, tokens: dict[str, str], method: str, address: str, state: str, who: str) -> None:
    path = path_of(world, address, state)
    is_public = "*" in "".join(next(states for *door, states in lines() if door == [method, address]).values())
    wrong = []
    for sign in SIGNS:
        with _send(world.client(sign), method, path, tokens.get(sign)) as answer:
            if not _fits(answer, is_in=_is_in(sign, who), is_public=is_public, is_nobody=sign == NOBODY):
                wrong.append(f"{sign}: {answer.status_code} {answer.headers.get('Location', '')}")
    assert wrong == [], f"{method} {path}"


def _is_in(sign: str, who: str) -> bool:
    return who == "*" or (who == "+" and sign != NOBODY) or sign in who


def _fits(answer: Response, *, is_in: bool, is_public: bool, is_nobody: bool) -> bool:
    status = answer.status_code
    to_sign_in = answer.headers.get("Location", "").startswith(SIGN_IN)
    if is_in:
        return status < 500 and status not in REFUSED | {401, 405} and not to_sign_in
    if is_public:
        return status in ABSENT
    if is_nobody:
        return to_sign_in if status == 302 else status == 401
    return status in REFUSED


def _send(client: FlaskClient, method: str, path: str, token: str | None) -> Response:
    if method == "GET":
        return client.get(path)
    data = FIELDS | ({"csrf_token": token} if token else {})
    return client.open(path, method=method, data=data, headers=ORIGIN)


def test_no_change_without_the_token_of_ones_own_forms(world: World) -> None:
    for method, address, states in lines():
        if method != "GET" and "*" not in "".join(states.values()):
            path = path_of(world, address, next(iter(states)))
            with world.client("S").open(path, method=method, data={"isi": "kata"}, headers=ORIGIN) as answer:
                assert answer.status_code == 400, address
                assert "belum tersimpan" in answer.get_data(as_text=True), address


def test_no_change_from_another_site(world: World, tokens: dict[str, str]) -> None:
    for method, address, states in lines():
        if method != "GET" and address not in FROM_ANYWHERE:
            path = path_of(world, address, next(iter(states)))
            foreign = {"Origin": "https://lain.example"}
            for sign in (NOBODY, "L"):
                data = {"csrf_token": tokens.get(sign, "")}
                with world.client(sign).open(path, method=method, data=data, headers=foreign) as answer:
                    assert answer.status_code == 403, path
