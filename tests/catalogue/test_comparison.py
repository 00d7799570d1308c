"""What a comparison of two revisions shows."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rumah_inovasi.catalogue import metadata as facts
from rumah_inovasi.catalogue.comparison import FieldDiff, Segment, compare, words
from rumah_inovasi.catalogue.metadata import Metadata
from rumah_inovasi.catalogue.model import Innovation, Revision
from rumah_inovasi.catalogue.queries import Read
from tests.catalogue.facts import metadata

PASSAGES = st.lists(st.sampled_from(["a", "b", "anak-anak", " ", "  ", "\n", ".", "\r\n", "ç"]), max_size=30).map(
    "".join
)


def reading(found: Metadata, body: str) -> Read:
    return Read(Innovation(number=1), Revision(number=1, stored=facts.dump(found), body=body), found)


def shown(old: str, new: str) -> list[tuple[str, str]]:
    return [(segment.kind, segment.text) for segment in words(old, new)]


@settings(deadline=None)
@given(PASSAGES, PASSAGES)
def test_both_texts_can_be_read_back_from_their_comparison(old: str, new: str) -> None:
    found = list(words(old, new))
    assert "".join(segment.text for segment in found if segment.kind != "added") == old
    assert "".join(segment.text for segment in found if segment.kind != "removed") == new
    kinds = [segment.kind for segment in found]
    assert all(kind != after for kind, after in pairwise(kinds))


def test_whole_words_come_and_go() -> None:
    assert shown("Anak-anak antre lama.", "Anak antre lama sekali.") == [
        ("removed", "Anak-anak"),
        ("added", "Anak"),
        ("same", " antre lama"),
        ("added", " sekali"),
        ("same", "."),
    ]


def test_lines_that_stayed_are_same_around_one_that_changed() -> None:
    assert shown("satu\ndua\ntiga\n", "satu\ndua belas\ntiga\n") == [
        ("same", "satu\ndua"),
        ("added", " belas"),
        ("same", "\ntiga\n"),
    ]


def test_passage_rewritten_beyond_measure_is_shown_as_gone_and_come() -> None:
    # Word by word these would take minutes: the two have nothing in common but their blanks.
    old, new = "lama " * 20_000 + "lama", "baru " * 20_000 + "baru"
    assert shown(old, new) == [("removed", old), ("added", new)]
    # Line by line these would: the same empty ones again and again.
    old, new = "a" + "\n" * 60_000 + "b", "c" + "\n" * 50_000 + "d"
    assert shown(old, new) == [("removed", old), ("added", new)]


@pytest.mark.parametrize(
    ("old", "new"),
    [("a\nb\n" * 1_000, "b\na\nc\n" * 1_000), (("a b c\n" * 20 + "d\n") * 100, ("b a c\n" * 20 + "e\n") * 100)],
)
def test_comparison_that_ends_early_still_holds_both_texts(old: str, new: str) -> None:
    found = shown(old, new)
    assert "".join(text for kind, text in found if kind != "added") == old
    assert "".join(text for kind, text in found if kind != "removed") == new


def test_fields_that_differ_come_in_the_order_of_the_file_and_the_text_last() -> None:
    old = reading(metadata(tag=["gizi"], mulai="2019"), "Dulu.")
    new = reading(metadata(judul="Antrean Baru", tag=["gizi", "anak"]), "Kini.")
    found = compare(old, new)
    assert [item.key for item in found] == ["judul", "mulai", "tag", "isi"]
    assert found[1] == FieldDiff("mulai", (Segment("2019", "removed"),))
    assert found[2] == FieldDiff("tag", (Segment("gizi", "same"), Segment("\nanak", "added")))


def test_records_are_compared_pair_by_pair() -> None:
    old = reading(metadata(penghargaan=[{"ajang": "KOVABLIK", "tahun": "2021"}]), "Isi.")
    new = reading(metadata(penghargaan=[{"ajang": "KOVABLIK", "tahun": "2022"}]), "Isi.")
    (found,) = compare(old, new)
    assert "".join(segment.text for segment in found.segments if segment.kind == "same") == "ajang: KOVABLIK; tahun: "


def test_equal_revisions_differ_in_nothing() -> None:
    same = reading(metadata(tag=["gizi"]), "Isi.")
    assert compare(same, same) == []
