"""The table of who may do what, as it stands in the documents, is what the policies say."""

from tests import policies


def test_document_says_what_the_policies_say() -> None:
    assert policies.DOCUMENT.read_text("utf-8") == policies.table(), "run python -m tests.policies"


def test_nobody_may_do_everything_and_some_may_do_nothing() -> None:
    rights = {name: [may(policies.actor(name)) for may in policies.deeds().values()] for name in policies.COLUMNS}
    assert not any(all(held) for held in rights.values())
    assert [name for name, held in rights.items() if not any(held)] == [
        "penyusun lain",
        "admin lokal lain",
    ]
