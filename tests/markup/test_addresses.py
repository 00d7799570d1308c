"""The address that was judged is the address that is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumah_inovasi.markup.addresses import image_address, is_external, link_address, own_id
from tests.markup.hostile import SCHEMES


@pytest.mark.parametrize("scheme", [scheme for scheme in SCHEMES if "&" not in scheme])
def test_forbidden_address_is_none(scheme: str) -> None:
    assert link_address(scheme) is None
    assert image_address(scheme) is None


def test_invisible_signs_are_gone_from_a_permitted_address() -> None:
    assert link_address("\ufeff ht\ntps://x.go\u200b.id/a\u00adb\U000e0101 ") == "https://x.go.id/ab"


def test_signs_that_could_end_an_attribute_are_escaped() -> None:
    assert link_address('/a"b<c>d`e f|g') == "/a%22b%3Cc%3Ed%60e%20f%7Cg"


@given(st.text())
def test_permitted_address_is_judged_the_same_again(raw: str) -> None:
    for address in (link_address(raw), link_address("https://x.go.id/" + raw), link_address("/" + raw)):
        if address is not None and not address.startswith("#"):
            assert link_address(address) == address


@given(st.text())
def test_id_is_prefixed_and_holds_no_space(raw: str) -> None:
    identifier = own_id(raw)
    assert identifier is None or (identifier.startswith("u-") and not any(sign.isspace() for sign in identifier))


def test_link_and_id_of_one_name_meet() -> None:
    assert link_address("#Bagian%20X") == f"#{own_id('Bagian X')}"


def test_only_web_addresses_are_external() -> None:
    assert [is_external(address) for address in ("HTTPS://x", "http://x", "/a", "#u-a", "mailto:a@b")] == [
        True,
        True,
        False,
        False,
        False,
    ]
