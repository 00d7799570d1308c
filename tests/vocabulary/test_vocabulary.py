"""The shipped terms are sound, and putting them into the database again harms nothing."""

from collections import Counter

import yaml
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from rumah_inovasi.house import House
from rumah_inovasi.vocabulary import queries, shipped
from rumah_inovasi.vocabulary.model import Term


def rows(session: Session) -> list[tuple[object, ...]]:
    columns = Term.kind, Term.id, Term.name, Term.name_en, Term.group, Term.position
    return [tuple(row) for row in session.execute(select(*columns).order_by(Term.kind, Term.id))]


def test_shipped_terms_are_text_named_in_both_languages_and_unique() -> None:
    kinds = yaml.safe_load(shipped.FILE.read_text("utf-8"))
    assert kinds
    for kind, terms in kinds.items():
        ids = [term["id"] for term in terms]
        assert [one for one, count in Counter(ids).items() if count > 1] == [], kind
        for term in terms:
            assert term.keys() <= {"id", "nama", "en", "kelompok"}, (kind, term)
            # YAML would turn an unquoted 1, on or no into something else.
            assert all(isinstance(value, str) and value.strip() == value != "" for value in term.values()), (kind, term)


def test_urusan_are_those_of_the_law(house: House) -> None:
    with house.database.read() as session:
        groups = Counter(term.group for term in queries.load(session).of("urusan"))
    assert groups["wajib-pelayanan-dasar"] == 6
    assert groups["wajib-non-pelayanan-dasar"] == 18
    assert groups["pilihan"] == 8


def test_goals_are_seventeen_in_their_order(house: House) -> None:
    with house.database.read() as session:
        goals = queries.load(session).of("sdg")
    assert [goal.id for goal in goals] == [str(number) for number in range(1, 18)]


def test_installing_twice_changes_nothing(any_house: House) -> None:
    with any_house.database.read() as session:
        before = rows(session)
    with any_house.database.write() as session:
        shipped.install(session)
    with any_house.database.read() as session:
        assert rows(session) == before


def test_newer_shipment_adds_what_is_new_and_mends_names(any_house: House) -> None:
    with any_house.database.read() as session:
        before = rows(session)
    with any_house.database.write() as session:
        session.execute(delete(Term).where(Term.kind == "urusan", Term.id == "sosial"))
        term = session.get_one(Term, ("urusan", "kesehatan"))
        term.name, term.position = "Kesehattan", 99
    with any_house.database.write() as session:
        shipped.install(session)
    with any_house.database.read() as session:
        assert rows(session) == before


def test_terms_added_by_people_stay(any_house: House) -> None:
    with any_house.database.write() as session:
        session.add(Term(kind="urusan", id="antariksa", name="Antariksa", name_en="Space", group=None, position=99))
    with any_house.database.write() as session:
        shipped.install(session)
    with any_house.database.read() as session:
        assert queries.load(session).of("urusan")[-1].id == "antariksa"


def test_names_follow_the_language(house: House) -> None:
    with house.database.read() as session:
        assert queries.load(session).name("urusan", "kesehatan") == "Kesehatan"
        assert queries.load(session, "en").name("urusan", "kesehatan") == "Health"


def test_term_that_is_gone_is_named_by_its_id(house: House) -> None:
    with house.database.read() as session:
        words = queries.load(session)
    assert words.name("urusan", "tidak-ada") == "tidak-ada"
    assert not words.has("urusan", "tidak-ada")
    assert not words.has("tidak-ada", "kesehatan")
    assert words.of("tidak-ada") == []


def test_term_of_one_vocabulary_is_none_of_another(house: House) -> None:
    with house.database.read() as session:
        words = queries.load(session)
    assert words.has("urusan", "kesehatan")
    assert not words.has("sdg", "kesehatan")


def test_names_given_by_people_outlive_a_newer_shipment(any_house: House) -> None:
    with any_house.database.write() as session:
        term = session.get_one(Term, ("urusan", "kesehatan"))
        term.name, term.position, term.is_edited = "Urusan kesehatan", 99, True
    with any_house.database.write() as session:
        shipped.install(session)
    with any_house.database.read() as session:
        term = session.get_one(Term, ("urusan", "kesehatan"))
        assert (term.name, term.position) == ("Urusan kesehatan", 1)


def test_retired_term_is_offered_to_texts_that_hold_it_only(house: House) -> None:
    with house.database.write() as session:
        session.get_one(Term, ("urusan", "kesehatan")).is_retired = True
    with house.database.read() as session:
        words = queries.load(session)
    assert words.has("urusan", "kesehatan")
    assert "kesehatan" in {term.id for term in words.of("urusan")}
    assert "kesehatan" not in {term.id for term in words.offered("urusan")}
    assert "kesehatan" in {term.id for term in words.offered("urusan", "sosial", "kesehatan")}
