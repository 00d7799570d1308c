"""Units are created, renamed, moved, merged and closed, and every name goes on leading somewhere."""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rumah_inovasi import public_version
from rumah_inovasi.accounts.actor import READER, SYSTEM, Actor
from rumah_inovasi.audit import AuditEntry
from rumah_inovasi.errors import Conflict, Forbidden, Invalid, NotFound
from rumah_inovasi.house import House
from rumah_inovasi.organisations import actions, queries
from rumah_inovasi.organisations.model import GOVERNMENT, Unit, UnitState
from tests.fixtures import START as NOW
from tests.organisations.test_shipped import PAIRS

SIDOARJO = "35.15"


def make(session: Session, name: str, *, region: str = SIDOARJO, parent: Unit | None = None) -> Unit:
    return actions.create(session, SYSTEM, region, name, "opd-kab", now=NOW, parent=parent)


def found(session: Session, name: str, region: str = SIDOARJO) -> int | None:
    unit = queries.unit_by_name(session, region, name)
    return unit.id if unit else None


def refused(house: House, work: Callable[[Session], object], error: type[Exception] = Invalid) -> str:
    """What a change is refused with; nothing of it may stay."""
    with house.database.read() as session:
        before = public_version.current(session), session.scalar(select(func.count()).select_from(AuditEntry))
    with pytest.raises(error) as caught, house.database.write() as session:
        work(session)
    with house.database.read() as session:
        after = public_version.current(session), session.scalar(select(func.count()).select_from(AuditEntry))
    assert after == before
    return str(caught.value)


def at_once(house: House, *works: Callable[[Session], object]) -> list[Exception]:
    """Run each in a write of its own, all having seen the same state where the database allows it."""
    gate = threading.Barrier(len(works))
    failures: list[Exception] = []

    def run(work: Callable[[Session], object]) -> None:
        try:
            with house.database.write() as session:
                session.scalars(select(Unit).where(Unit.region_code == SIDOARJO)).all()
                if not house.database.is_sqlite:  # there the second one has to wait for the first one's end
                    gate.wait()
                work(session)
        except Exception as error:  # noqa: BLE001 - handed over to the test
            failures.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


@pytest.mark.parametrize("name", sorted(PAIRS))
def test_kabupaten_and_kota_of_one_name_never_mix(house: House, name: str) -> None:
    with house.database.write() as session:
        both = {code: make(session, "Dinas Sosial", region=code) for code in PAIRS[name]}
    with house.database.read() as session:
        for code, unit in both.items():
            assert found(session, "dinas sosial", code) == unit.id
            line = queries.line_of_descent(session, unit)
            assert line == [unit.id, queries.government(session, code).id]
            assert unit.id in {branch.unit.id for branch in queries.tree(session, code).children}
    assert len({unit.id for unit in both.values()}) == 2


def test_name_is_known_however_it_is_spelt(any_house: House) -> None:
    with any_house.database.write() as session:
        unit = make(session, "  RSUD  Dr. Soetomo\n(Surabaya) ")
    with any_house.database.read() as session:
        assert queries.unit(session, unit.id).name == "RSUD Dr. Soetomo (Surabaya)"
        assert found(session, "rsud dr soetomo — surabaya") == unit.id
        assert found(session, "RSUD Dr. Soetomo") is None


def test_name_that_is_taken_is_refused_in_its_region_only(any_house: House) -> None:
    with any_house.database.write() as session:
        make(session, "Dinas Sosial")
        make(session, "Dinas Sosial", region="35.14")
    assert "Dinas sosial!" in refused(any_house, lambda session: make(session, "Dinas sosial!"))


@pytest.mark.parametrize("name", ["", "  ", "–…!", "x" * 201])
def test_name_has_letters_and_an_end(house: House, name: str) -> None:
    with house.database.write() as session:
        unit = make(session, "Dinas Sosial")
    assert "200" in refused(house, lambda session: make(session, name))
    again = queries.unit
    assert "200" in refused(house, lambda s: actions.rename(s, SYSTEM, again(s, unit.id), name, now=NOW))
    assert "200" in refused(house, lambda s: actions.add_alias(s, SYSTEM, again(s, unit.id), name, now=NOW))


def test_unit_of_a_region_that_does_not_exist_is_refused(house: House) -> None:
    refused(house, lambda session: make(session, "Dinas Sosial", region="36.01"), NotFound)


def test_region_keeps_one_government(any_house: House) -> None:
    def second(session: Session) -> None:
        actions.find_or_create(session, SYSTEM, SIDOARJO, "Pemkab Sidoarjo", GOVERNMENT, now=NOW)

    assert "Pemerintah Kabupaten Sidoarjo" in refused(any_house, second)
    with any_house.database.read() as session:
        assert queries.government(session, SIDOARJO).name == "Pemerintah Kabupaten Sidoarjo"


def test_known_unit_is_found_instead_of_made_anew(any_house: House) -> None:
    with any_house.database.write() as session:
        first, new = actions.find_or_create(session, SYSTEM, SIDOARJO, "Dinas Sosial", "opd-kab", now=NOW)
        again, new_again = actions.find_or_create(session, SYSTEM, SIDOARJO, "DINAS SOSIAL", "opd-kab", now=NOW)
    assert (new, new_again) == (True, False)
    assert first.id == again.id


def test_two_imports_of_one_new_unit_make_it_once(any_house: House) -> None:
    def work(session: Session) -> None:
        actions.find_or_create(session, SYSTEM, SIDOARJO, "Dinas Sosial", "opd-kab", now=NOW)

    assert at_once(any_house, work, work) == []
    with any_house.database.read() as session:
        assert session.scalar(select(func.count()).where(Unit.name == "Dinas Sosial")) == 1


def test_renamed_unit_is_found_under_both_names(any_house: House) -> None:
    with any_house.database.write() as session:
        unit = make(session, "Dinas Sosial")
        actions.rename(session, SYSTEM, unit, " Dinas  Sosial PPPA ", now=NOW)
    with any_house.database.read() as session:
        assert queries.unit(session, unit.id).name == "Dinas Sosial PPPA"
        assert queries.former_names(session, unit.id) == ["Dinas Sosial"]
        assert found(session, "dinas sosial") == found(session, "dinas sosial pppa") == unit.id


def test_old_address_leads_to_the_renamed_unit(house: House) -> None:
    with house.database.write() as session:
        unit = make(session, "Dinas Sosial")
        old = unit.ref
        actions.rename(session, SYSTEM, unit, "Dinas Sosial PPPA", now=NOW)
    with house.database.read() as session:
        assert queries.unit_of_ref(session, old).ref == f"{unit.id}-dinas-sosial-pppa"


def test_unit_may_take_its_former_name_back_in_a_new_spelling(any_house: House) -> None:
    with any_house.database.write() as session:
        unit = make(session, "Dinas Sosial")
        actions.rename(session, SYSTEM, unit, "Dinas Sosial PPPA", now=NOW)
        actions.rename(session, SYSTEM, unit, " DINAS   SOSIAL ", now=NOW)
    with any_house.database.read() as session:
        assert queries.unit(session, unit.id).name == "DINAS SOSIAL"
        assert queries.former_names(session, unit.id) == ["Dinas Sosial PPPA"]


def test_former_name_of_another_unit_cannot_be_taken(any_house: House) -> None:
    with any_house.database.write() as session:
        unit = make(session, "Dinas Sosial")
        actions.rename(session, SYSTEM, unit, "Dinas Sosial PPPA", now=NOW)
        other = make(session, "Dinas Kesehatan")

    def take(session: Session) -> None:
        actions.rename(session, SYSTEM, queries.unit(session, other.id), "Dinas Sosial", now=NOW)

    assert "Dinas Sosial" in refused(any_house, take)


def test_alias_leads_to_the_unit_and_leaves_its_name(any_house: House) -> None:
    with any_house.database.write() as session:
        unit = make(session, "Dinas Kependudukan dan Pencatatan Sipil")
        actions.add_alias(session, SYSTEM, unit, "Dispendukcapil", now=NOW)
    with any_house.database.read() as session:
        assert found(session, "DISPENDUKCAPIL") == unit.id
        assert queries.unit(session, unit.id).name == "Dinas Kependudukan dan Pencatatan Sipil"
    refused(any_house, lambda s: actions.add_alias(s, SYSTEM, queries.unit(s, unit.id), "dispendukcapil", now=NOW))


def test_unit_moves_with_what_is_below_it(any_house: House) -> None:
    with any_house.database.write() as session:
        office, clinic = make(session, "Dinas Kesehatan"), make(session, "Puskesmas Contoh")
        room = make(session, "Loket", parent=clinic)
        actions.move(session, SYSTEM, clinic, office, now=NOW)
    with any_house.database.read() as session:
        root = queries.government(session, SIDOARJO).id
        assert queries.line_of_descent(session, queries.unit(session, room.id)) == [
            room.id,
            clinic.id,
            office.id,
            root,
        ]


def test_unit_never_gets_below_itself(any_house: House) -> None:
    with any_house.database.write() as session:
        top = make(session, "Dinas Kesehatan")
        middle = make(session, "Puskesmas Contoh", parent=top)
        bottom = make(session, "Loket", parent=middle)
        root = queries.government(session, SIDOARJO)
    for unit, parent in ((top, bottom), (top, middle), (top, top), (root, bottom)):

        def move(session: Session, ids: tuple[int, int] = (unit.id, parent.id)) -> None:
            one, other = (queries.unit(session, number) for number in ids)
            actions.move(session, SYSTEM, one, other, now=NOW)

        assert "di bawah dirinya sendiri" in refused(any_house, move)


def test_two_moves_at_once_make_no_circle(any_house: House) -> None:
    with any_house.database.write() as session:
        one, other = make(session, "Dinas Satu"), make(session, "Dinas Dua")

    def move(unit: int, parent: int) -> Callable[[Session], None]:
        return lambda s: actions.move(s, SYSTEM, queries.unit(s, unit), queries.unit(s, parent), now=NOW)

    (failure,) = at_once(any_house, move(one.id, other.id), move(other.id, one.id))
    assert isinstance(failure, Invalid)
    with any_house.database.read() as session:
        root = queries.government(session, SIDOARJO).id
        assert queries.line_of_descent(session, queries.unit(session, one.id))[-1] == root


def test_parent_is_an_active_unit_of_the_same_region(house: House) -> None:
    with house.database.write() as session:
        unit, ended, far = make(session, "Satu"), make(session, "Dua"), make(session, "Tiga", region="35.14")
        actions.close(session, SYSTEM, ended, [], now=NOW)
    for parent, words in ((far, "wilayah lain"), (ended, "tidak aktif")):

        def move(session: Session, number: int = parent.id) -> None:
            actions.move(session, SYSTEM, queries.unit(session, unit.id), queries.unit(session, number), now=NOW)

        def create(session: Session, number: int = parent.id) -> None:
            make(session, "Empat", parent=queries.unit(session, number))

        assert words in refused(house, move)
        assert words in refused(house, create)


def test_merged_unit_points_to_its_heir_who_takes_its_children(any_house: House) -> None:
    with any_house.database.write() as session:
        old, heir = make(session, "Dinas Lama"), make(session, "Dinas Baru")
        child = make(session, "Loket", parent=old)
        actions.merge(session, SYSTEM, old, heir, now=NOW)
    with any_house.database.read() as session:
        ended = queries.unit(session, old.id)
        assert (ended.state, ended.ended_at) == (UnitState.MERGED, NOW)
        assert [unit.id for unit in queries.successors(session, old.id)] == [heir.id]
        assert [unit.id for unit in queries.children(session, heir.id)] == [child.id]
        assert found(session, "Dinas Lama") == old.id


def test_heir_of_an_heir_carries_on_the_work_of_both(any_house: House) -> None:
    with any_house.database.write() as session:
        first, second, third = (make(session, name) for name in ("Satu", "Dua", "Tiga"))
        actions.merge(session, SYSTEM, first, second, now=NOW)
        actions.merge(session, SYSTEM, second, third, now=NOW)
    with any_house.database.read() as session:
        assert queries.with_predecessors(session, third.id) == {first.id, second.id, third.id}
        assert queries.with_predecessors(session, first.id) == {first.id}


def test_closed_unit_may_have_no_one_or_several_heirs(any_house: House) -> None:
    with any_house.database.write() as session:
        alone, split = make(session, "Satu"), make(session, "Dua")
        heirs = [make(session, name) for name in ("Tiga", "Empat")]
        actions.close(session, SYSTEM, alone, [], now=NOW)
        actions.close(session, SYSTEM, split, [*heirs, heirs[0]], now=NOW)
    with any_house.database.read() as session:
        assert queries.successors(session, alone.id) == []
        assert [unit.name for unit in queries.successors(session, split.id)] == ["Empat", "Tiga"]
        assert queries.unit(session, split.id).state == UnitState.CLOSED


def test_unit_with_active_units_below_is_not_closed(house: House) -> None:
    with house.database.write() as session:
        unit = make(session, "Dinas Kesehatan")
        child = make(session, "Puskesmas Contoh", parent=unit)
    close = actions.close
    words = refused(house, lambda s: close(s, SYSTEM, queries.unit(s, unit.id), [], now=NOW))
    assert "Puskesmas Contoh" in words
    with house.database.write() as session:
        close(session, SYSTEM, queries.unit(session, child.id), [], now=NOW)
        close(session, SYSTEM, queries.unit(session, unit.id), [], now=NOW)
    with house.database.read() as session:
        assert queries.unit(session, unit.id).state == UnitState.CLOSED


def test_government_can_neither_be_closed_nor_merged(any_house: House) -> None:
    root = queries.government
    # The province has no units yet, so nothing but this rule stands against it.
    for end in (
        lambda s: actions.close(s, SYSTEM, root(s, "35"), [], now=NOW),
        lambda s: actions.merge(s, SYSTEM, root(s, "35"), root(s, SIDOARJO), now=NOW),
    ):
        assert "akar pohon" in refused(any_house, end)
    with any_house.database.read() as session:
        assert root(session, "35").state == UnitState.ACTIVE


def test_unit_ends_once(house: House) -> None:
    with house.database.write() as session:
        unit, heir = make(session, "Satu"), make(session, "Dua")
        actions.close(session, SYSTEM, unit, [], now=NOW)

    def again(session: Session) -> None:
        actions.merge(session, SYSTEM, queries.unit(session, unit.id), queries.unit(session, heir.id), now=NOW)

    assert "tidak aktif" in refused(house, again)


def test_heir_is_another_active_unit_of_the_same_region_and_not_below(house: House) -> None:
    with house.database.write() as session:
        unit, far, ended = make(session, "Satu"), make(session, "Dua", region="35.14"), make(session, "Tiga")
        below = make(session, "Empat", parent=unit)
        actions.close(session, SYSTEM, ended, [], now=NOW)
    for heir, error in ((unit, Invalid), (far, Invalid), (below, Invalid), (ended, Conflict)):

        def merge(session: Session, number: int = heir.id) -> None:
            actions.merge(session, SYSTEM, queries.unit(session, unit.id), queries.unit(session, number), now=NOW)

        refused(house, merge, error)


@pytest.mark.parametrize("actor", [READER, Actor(account=1, name="Seseorang")])
def test_only_the_administrator_changes_units(house: House, actor: Actor) -> None:
    with house.database.write() as session:
        unit, other = make(session, "Satu"), make(session, "Dua")
    one, two = unit.id, other.id
    get = queries.unit
    for deed in (
        lambda s: actions.create(s, actor, SIDOARJO, "Tiga", "opd-kab", now=NOW),
        lambda s: actions.find_or_create(s, actor, SIDOARJO, "Tiga", "opd-kab", now=NOW),
        lambda s: actions.rename(s, actor, get(s, one), "Tiga", now=NOW),
        lambda s: actions.add_alias(s, actor, get(s, one), "Tiga", now=NOW),
        lambda s: actions.move(s, actor, get(s, one), get(s, two), now=NOW),
        lambda s: actions.merge(s, actor, get(s, one), get(s, two), now=NOW),
        lambda s: actions.close(s, actor, get(s, one), [], now=NOW),
    ):
        refused(house, deed, Forbidden)


def test_every_change_is_recorded_and_seen_by_caches(any_house: House) -> None:
    with any_house.database.write() as session:
        unit, other = make(session, "Satu"), make(session, "Dua")
    one, two = unit.id, other.id
    get = queries.unit
    deeds: tuple[tuple[str, Callable[[Session], object]], ...] = (
        ("unit-renamed", lambda s: actions.rename(s, SYSTEM, get(s, one), "Tiga", now=NOW)),
        ("unit-alias-added", lambda s: actions.add_alias(s, SYSTEM, get(s, one), "Empat", now=NOW)),
        ("unit-moved", lambda s: actions.move(s, SYSTEM, get(s, one), get(s, two), now=NOW)),
        ("unit-merged", lambda s: actions.merge(s, SYSTEM, get(s, one), get(s, two), now=NOW)),
        ("unit-closed", lambda s: actions.close(s, SYSTEM, get(s, two), [], now=NOW)),
    )
    for verb, deed in deeds:
        with any_house.database.write() as session:
            before = public_version.current(session)
            deed(session)
        with any_house.database.read() as session:
            assert public_version.current(session) > before, verb
            entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
            assert (entry.verb, entry.entity, entry.at) == (verb, "unit", NOW)


def test_units_are_told_by_number_in_addresses(house: House) -> None:
    with house.database.read() as session:
        number = queries.government(session, SIDOARJO).id
        assert queries.unit_of_ref(session, f"{number}-apa-saja").id == number
        assert queries.unit_of_ref(session, str(number)).id == number
        for ref in ("", "a", "-1", f"{number}x", "999999999", "1" * 40):
            with pytest.raises(NotFound):
                queries.unit_of_ref(session, ref)


def test_regions_are_told_by_code_in_addresses(house: House) -> None:
    with house.database.read() as session:
        assert queries.region_of_ref(session, "35.15-apa-saja").name == "Sidoarjo"
        assert queries.region_of_ref(session, "35").code == "35"
        assert queries.region(session, "35.77").ref == "35.77-kota-madiun"
        assert queries.region(session, "35.19").ref == "35.19-madiun"
        for ref in ("", "sidoarjo", "35.1", "35.99", "3515", "35.15.01"):
            with pytest.raises(NotFound):
                queries.region_of_ref(session, ref)
