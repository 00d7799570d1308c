"""The list of members, one member, invitations: each admin sees and changes the own tree alone."""

import csv
import io
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from rumah_inovasi.accounts.actor import Role
from rumah_inovasi.accounts.model import Account
from rumah_inovasi.house import House
from rumah_inovasi.membership.model import Membership
from rumah_inovasi.membership.views import PAGE_SIZE
from tests.accounts.seeing import NEW_PASSWORD, is_signed_in, letters, link_in, sign_in
from tests.membership.trees import Trees
from tests.pages import ORIGIN, Answer, PageClient
from tests.people import Person, government, person, signed_in, unit

LIST = "/ruang-kerja/anggota"
INVITE = f"{LIST}/undang"


def path(who: Person) -> str:
    return f"{LIST}/{who.id}"


def token(client: PageClient) -> str:
    return str(
        next(node.get("value") for node in client.get("/akun").tree.all("input") if node.get("name") == "csrf_token")
    )


def forged(client: PageClient, to: str, status: int, **fields: Any) -> Answer:
    """A form as somebody writes it by hand, with the right token."""
    return client.post(to, {"csrf_token": token(client), **fields}, status=status, headers=ORIGIN)


def invite(client: PageClient, *, words: str = "", status: int = 200, **typed: Any) -> Answer:
    page = client.get(f"{INVITE}?cari={words}" if words else INVITE)
    fields = {"email": "baru@contoh.go.id", "name": "Rina Baru", "role": "penyusun", **typed}
    return client.submit(page, fields, status=status)


def names(answer: Answer) -> list[str]:
    return [str(next(node.iter("a")).text) for node in answer.tree.all("th") if node.get("scope") == "row"]


@pytest.fixture
def admin(app: Flask, house: House, trees: Trees) -> PageClient:
    return signed_in(app, house, trees.admin)


def test_list_holds_the_own_tree_and_nobody_else(app: Flask, house: House, trees: Trees, admin: PageClient) -> None:
    assert names(admin.get(LIST)) == ["Adi Sidoarjo", "Dian Dinas", "Penny Penulis"]
    assert names(signed_in(app, house, trees.office_admin).get(LIST)) == ["Dian Dinas", "Penny Penulis"]
    assert names(signed_in(app, house, trees.other_admin).get(LIST)) == ["Bima Blitar"]
    assert len(names(signed_in(app, house, trees.keeper).get(LIST))) == 6


@pytest.mark.parametrize("who", ["author", "curator"])
def test_list_is_for_keepers_of_members(app: Flask, house: House, trees: Trees, who: str) -> None:
    client = signed_in(app, house, getattr(trees, who))
    for page in (LIST, f"{LIST}.csv", INVITE, path(trees.author)):
        assert "Penny" not in client.get(page, status=403).text.replace("Penny Penulis Keluar", "")


def test_members_are_behind_the_sign_in(client: PageClient, trees: Trees) -> None:
    for page in (LIST, f"{LIST}.csv", INVITE, path(trees.author)):
        client.get(page, status=302)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=penny", ["Penny Penulis"]),
        ("q=TAMAN", ["Penny Penulis"]),
        ("q=contoh.go.id adi", ["Adi Sidoarjo"]),
        ("q=100%", []),
        ("q=_", []),
        ("peran=admin-lokal", ["Adi Sidoarjo", "Dian Dinas"]),
        ("peran=penyusun&q=dian", []),
    ],
)
def test_list_is_narrowed_by_words_and_roles(admin: PageClient, query: str, found: list[str]) -> None:
    answer = admin.get(f"{LIST}?{query}")
    assert names(answer) == found


def test_list_is_narrowed_by_unit(trees: Trees, admin: PageClient) -> None:
    answer = admin.get(f"{LIST}?unit={trees.centre}")
    assert names(answer) == ["Penny Penulis"]
    assert "Hanya unit Puskesmas Taman." in answer.text


def test_units_and_members_of_others_do_not_even_exist(house: House, trees: Trees, admin: PageClient) -> None:
    foreign = unit(house, "Dinas Rahasia", region="35.72")
    other = person(house, "Rahasia Sekali", (Role.AUTHOR, foreign))
    for own, none in (
        (f"{LIST}?unit={foreign}", f"{LIST}?unit=99999"),
        (path(other), f"{LIST}/99999"),
        (path(trees.curator), f"{LIST}/99999"),
    ):
        seen, nothing = admin.get(own, status=404), admin.get(none, status=404)
        assert "Rahasia" not in seen.html
        assert seen.title == nothing.title


@pytest.mark.parametrize("query", ["unit=x", "unit=-1", "unit=99999999999", "peran=raja", "hal=0", "hal=x"])
def test_values_that_are_none_are_told(admin: PageClient, query: str) -> None:
    admin.get(f"{LIST}?{query}", status=400)


def test_long_list_comes_in_pages(house: House, trees: Trees, admin: PageClient) -> None:
    with house.database.write() as session:
        for number in range(PAGE_SIZE):
            account = Account(
                email=f"a{number}@x.id", name=f"Zz {number:02}", must_change=False, created_at=house.clock()
            )
            session.add(account)
            session.flush()
            session.add(
                Membership(account_id=account.id, unit_id=trees.centre, role="petugas", created_at=house.clock())
            )
    assert len(names(admin.get(LIST))) == PAGE_SIZE
    assert len(names(admin.get(f"{LIST}?q=&hal=2"))) == 3
    admin.get(f"{LIST}?hal=3", status=404)
    assert f"{PAGE_SIZE + 3} anggota" in admin.get(LIST).text


def test_table_holds_what_the_list_holds(trees: Trees, house: House, admin: PageClient) -> None:
    person(house, "=1+1", (Role.AUTHOR, trees.centre), (Role.OFFICER, trees.office))
    answer = admin.get(f"{LIST}.csv")
    assert "anggota.csv" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "private, no-store"
    rows = list(csv.reader(io.StringIO(answer.html.removeprefix("\ufeff")), delimiter=";"))
    assert rows[0] == ["Nama", "Jabatan", "Surel", "Unit", "Wilayah", "Peran", "Keadaan"]
    assert [row[0] for row in rows[1:]].count("'=1+1") == 2
    assert [
        "Penny Penulis",
        "",
        trees.author.email,
        "Puskesmas Taman",
        "Kabupaten Sidoarjo",
        "Penyusun",
        "aktif",
    ] in rows
    assert "Blitar" not in answer.html
    only = admin.get(f"{LIST}.csv?q=penny")
    assert len(only.html.splitlines()) == 2
    admin.get(f"{LIST}.csv?unit={trees.blitar}", status=404)


def test_roles_in_other_trees_are_not_shown(house: House, trees: Trees, admin: PageClient) -> None:
    both = person(house, "Dua Kaki", (Role.OFFICER, trees.centre), (Role.AUTHOR, trees.blitar))
    for page in (path(both), f"{LIST}?q=dua", f"{LIST}.csv?q=dua"):
        assert "Blitar" not in admin.get(page).html


def test_invitation_gives_a_link_that_works_once(app: Flask, house: House, trees: Trees, admin: PageClient) -> None:
    answer = invite(admin, unit=str(trees.centre))
    link = link_in(answer.text)
    assert link_in(letters(house, "baru@contoh.go.id")[0].body) == link
    assert "sebagai penyusun di Puskesmas Taman" in answer.text
    assert 'data-copy="pesan"' in answer.html
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "belum menerima undangan" in admin.get(LIST).text
    client = PageClient(app.test_client())
    client.submit(client.get(link), {"password": NEW_PASSWORD})
    sign_in(client, "baru@contoh.go.id", NEW_PASSWORD)
    assert "Penyusun, Puskesmas Taman" in client.get("/akun").text
    assert "belum menerima undangan" not in admin.get(LIST).text


def test_no_link_is_shown_for_an_account_there_is(trees: Trees, admin: PageClient) -> None:
    answer = invite(admin, email=trees.curator.email, unit=str(trees.centre), role="petugas")
    assert "sudah punya akun" in answer.text
    assert "/atur-ulang/" not in answer.html


def test_form_offers_the_own_units_and_local_roles(trees: Trees, admin: PageClient) -> None:
    page = admin.get(INVITE)
    units = {node.get("value") for node in page.tree.all("option")}
    assert {str(trees.sidoarjo), str(trees.office), str(trees.centre)} <= units
    assert str(trees.blitar) not in units
    offered = {node.get("value") for node in page.tree.all("input") if node.get("type") == "radio"}
    assert offered == {"petugas", "penyusun", "narasumber", "admin-lokal"}


@pytest.mark.parametrize("role", ["kurator", "pengelola", "raja", ""])
def test_forged_role_in_an_invitation_is_refused(house: House, trees: Trees, admin: PageClient, role: str) -> None:
    forged(admin, INVITE, 400, unit=trees.centre, role=role, email="baru@contoh.go.id", name="Rina")
    forged(admin, f"{path(trees.author)}/peran", 400, unit=trees.centre, role=role)
    assert letters(house) == []


@pytest.mark.parametrize("number", ["blitar", "99999", "x", "-1", "9" * 40])
def test_forged_unit_in_an_invitation_is_refused(house: House, trees: Trees, admin: PageClient, number: str) -> None:
    sent = {"unit": trees.blitar if number == "blitar" else number, "role": "petugas"}
    forged(admin, INVITE, 400, **sent, email="baru@contoh.go.id", name="Rina")
    forged(admin, f"{path(trees.author)}/peran", 400, **sent)
    assert letters(house) == []
    with house.database.read() as session:
        assert len(session.scalars(select(Membership)).all()) == 6


def test_nothing_is_chosen_beforehand(admin: PageClient) -> None:
    answer = invite(admin, status=400)
    assert "Unit: Wajib diisi." in answer.text


def test_refused_invitation_keeps_what_was_typed(trees: Trees, admin: PageClient) -> None:
    answer = invite(admin, unit=str(trees.centre), email="tanpa-at", status=400)
    assert "Surel ditulis seperti" in answer.text
    assert 'value="Rina Baru"' in answer.html


def test_units_of_the_whole_province_are_looked_for_first(app: Flask, house: House, trees: Trees) -> None:
    keeper = signed_in(app, house, trees.keeper)
    assert "Rina" not in keeper.get(INVITE).html
    assert not [node for node in keeper.get(INVITE).tree.all("select") if node.get("name") == "unit"]
    two = {unit(house, "Dinas Sosial", region=region): region for region in ("35.05", "35.72")}
    found = {
        node.get("value"): node.text for node in keeper.get(f"{INVITE}?cari=dinas+sosial+blitar").tree.all("option")
    }
    texts = sorted(str(found[str(number)]) for number in two)
    assert texts == ["Dinas Sosial, Kabupaten Blitar", "Dinas Sosial, Kota Blitar"]
    assert "Tidak ada unit aktif" in keeper.get(f"{INVITE}?cari=zzqq").text
    assert "yang ditampilkan 60" in keeper.get(f"{INVITE}?cari=kecamatan").text
    number = next(iter(two))
    answer = invite(keeper, words=str(number), unit=str(number), role="admin-lokal")
    assert "sebagai admin lokal di Dinas Sosial" in answer.text


def test_role_is_added_and_ended_after_a_question(trees: Trees, admin: PageClient) -> None:
    page = admin.get(path(trees.author))
    admin.submit(page, {"unit": str(trees.office), "role": "petugas"}, to=f"{path(trees.author)}/peran")
    page = admin.get(path(trees.author))
    assert "Petugas, Dinas Kesehatan" in page.text
    ask = next(link for link in page.links if "/keanggotaan/" in link)
    question = admin.get(ask)
    assert "Penny Penulis tidak lagi menjadi petugas di Dinas Kesehatan" in question.text
    assert len(trees.author.actor.grants) == 1
    assert admin.submit(question, to=ask).headers["Location"] == path(trees.author)
    admin.get(ask, status=404)


def test_ending_the_last_own_role_leads_back_to_the_list(trees: Trees, admin: PageClient) -> None:
    ask = next(link for link in admin.get(path(trees.author)).links if "/keanggotaan/" in link)
    assert admin.submit(admin.get(ask), to=ask).headers["Location"] == LIST
    admin.get(path(trees.author), status=404)


def test_memberships_of_others_are_not_ended(app: Flask, house: House, trees: Trees, admin: PageClient) -> None:
    with house.database.read() as session:
        rows = {row.account_id: row.id for row in session.scalars(select(Membership))}
    for who, status in ((trees.other_admin, 404), (trees.curator, 404), (trees.keeper, 404)):
        to = f"/ruang-kerja/keanggotaan/{rows[who.id]}/akhiri"
        admin.get(to, status=status)
        forged(admin, to, status)
    below = signed_in(app, house, trees.office_admin)
    forged(below, f"/ruang-kerja/keanggotaan/{rows[trees.admin.id]}/akhiri", 404)
    with house.database.read() as session:
        assert len(session.scalars(select(Membership)).all()) == 6


def test_curator_who_sits_in_the_own_tree_is_seen_but_not_touched(
    house: House, trees: Trees, admin: PageClient
) -> None:
    who = person(house, "Kurator Tetangga", (Role.CURATOR, trees.centre))
    page = admin.get(path(who))
    assert "Akhiri" not in page.text
    assert "Buat tautan" not in page.text
    forged(admin, f"{path(who)}/tautan", 403)
    forged(admin, f"{path(who)}/tutup", 403)
    with house.database.read() as session:
        (own,) = session.scalars(select(Membership.id).where(Membership.account_id == who.id))
    forged(admin, f"/ruang-kerja/keanggotaan/{own}/akhiri", 403)


def test_link_for_a_password_stands_on_the_answer_once(app: Flask, trees: Trees, admin: PageClient) -> None:
    answer = admin.submit(admin.get(path(trees.author)), to=f"{path(trees.author)}/tautan", status=200)
    link = link_in(answer.text)
    assert "24 jam" in answer.text
    assert link not in admin.get(path(trees.author)).html
    client = PageClient(app.test_client())
    client.submit(client.get(link), {"password": NEW_PASSWORD})
    sign_in(client, trees.author.email, NEW_PASSWORD)


def test_somebody_who_never_came_gets_the_invitation_anew(house: House, trees: Trees, admin: PageClient) -> None:
    first = link_in(invite(admin, unit=str(trees.centre)).text)
    with house.database.read() as session:
        number = session.scalars(select(Account.id).where(Account.email == "baru@contoh.go.id")).one()
    page = admin.get(f"{LIST}/{number}")
    assert "Buat tautan undangan baru" in page.text
    second = link_in(admin.submit(page, to=f"{LIST}/{number}/tautan", status=200).text)
    admin.get(first, status=410)
    assert "Selamat datang" in admin.get(second).text


@pytest.mark.parametrize("who", ["other_admin", "curator", "keeper"])
def test_forged_deeds_on_others_change_nothing(house: House, trees: Trees, admin: PageClient, who: str) -> None:
    target: Person = getattr(trees, who)
    for deed in ("tautan", "tutup", "buka"):
        forged(admin, f"{path(target)}/{deed}", 404)
    forged(admin, f"{path(target)}/peran", 404, unit=trees.centre, role="petugas")
    assert letters(house) == []


def test_local_admin_closes_no_account(trees: Trees, admin: PageClient) -> None:
    assert "Tutup akun" not in admin.get(path(trees.author)).text
    forged(admin, f"{path(trees.author)}/tutup", 403)


def test_account_is_closed_and_opened_again(app: Flask, house: House, trees: Trees, admin: PageClient) -> None:
    keeper, theirs = signed_in(app, house, trees.keeper), signed_in(app, house, trees.author)
    keeper.submit(keeper.get(path(trees.author)), to=f"{path(trees.author)}/tutup")
    assert not is_signed_in(theirs)
    assert "Penny Penulis" not in names(admin.get(LIST))
    page = keeper.get(path(trees.author))
    assert "ditutup" in page.text
    keeper.submit(page, to=f"{path(trees.author)}/buka")
    assert "Penny Penulis" in names(admin.get(LIST))


def test_last_who_runs_the_site_is_told_so(app: Flask, house: House, trees: Trees) -> None:
    keeper = signed_in(app, house, trees.keeper)
    ask = next(link for link in keeper.get(path(trees.keeper)).links if "/keanggotaan/" in link)
    answer = keeper.submit(keeper.get(ask), to=ask, status=409)
    assert "pengelola situs yang terakhir" in answer.text


def test_account_without_any_role_is_shown_to_who_runs_the_site_alone(
    app: Flask, house: House, trees: Trees, admin: PageClient
) -> None:
    nobody = person(house, "Tanpa Peran")
    admin.get(path(nobody), status=404)
    keeper = signed_in(app, house, trees.keeper)
    assert "tanpa peran" in keeper.get(f"{LIST}?q=tanpa").text
    assert "Akun ini tanpa peran." in keeper.get(path(nobody)).text


def test_admin_whose_role_has_ended_keeps_nobody(app: Flask, house: House, trees: Trees, admin: PageClient) -> None:
    keeper = signed_in(app, house, trees.keeper)
    ask = next(link for link in keeper.get(path(trees.admin)).links if "/keanggotaan/" in link)
    page = admin.get(path(trees.author))
    keeper.submit(keeper.get(ask), to=ask)
    admin.get(LIST, status=403)
    admin.submit(page, to=f"{path(trees.author)}/tautan", status=403)


def test_provincial_offices_are_a_tree_of_their_own(app: Flask, house: House, trees: Trees) -> None:
    office = unit(house, "Dinas Kesehatan Provinsi", region="35", kind="opd-prov")
    who = person(house, "Propinsi", (Role.LOCAL_ADMIN, government(house, "35")))
    page = signed_in(app, house, who).get(INVITE)
    offered = {node.get("value") for node in page.tree.all("option")}
    assert str(office) in offered
    assert str(trees.sidoarjo) not in offered
