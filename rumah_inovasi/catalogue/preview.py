"""A draft as its page would look: what is missing is left out, what is wrong too."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any, TypeVar

from rumah_inovasi.catalogue import draft as drafts
from rumah_inovasi.catalogue import metadata as facts
from rumah_inovasi.catalogue.draft import REGION
from rumah_inovasi.catalogue.metadata import Metadata
from rumah_inovasi.catalogue.model import Innovation, Revision
from rumah_inovasi.catalogue.proposal import Proposal
from rumah_inovasi.catalogue.queries import Read
from rumah_inovasi.markup.rendered import Rendered
from rumah_inovasi.schema import Problem, Vocabulary

T = TypeVar("T")
REQUIRED = ("judul", "ringkasan")


def reading_of(
    innovation: Innovation, proposal: Proposal, metadata: Metadata, rendered: Rendered, *, now: datetime
) -> Read:
    """A reading of what would be published; its rows belong to no session and are never kept."""
    shown = Innovation(
        number=innovation.number,
        state=innovation.state,
        revision=proposal.base_revision + 1,
        first_published_at=innovation.first_published_at if proposal.base_revision else now,
        withdrawn_on=None,
    )
    shown.mirror(metadata, proposal.unit_id)
    revision = Revision(
        innovation_number=innovation.number,
        number=proposal.base_revision + 1,
        unit_id=proposal.unit_id,
        body=proposal.body,
        html=rendered.html,
        headings=[list(asdict(heading).values()) for heading in rendered.headings],
        words=rendered.words,
        created_at=now,
    )
    return Read(shown, revision, metadata)


def facts_of(stored: Mapping[str, Any], region: str, vocabulary: Vocabulary, untitled: str) -> Metadata:
    """The facts that can be read as they stand; a required one that is missing gets a stand-in."""
    typed = {**drafts.tidy(stored), REGION: region}
    return as_far_as_readable(
        typed, lambda kept, problems: facts.parse(kept, problems, vocabulary), dict.fromkeys(REQUIRED, untitled)
    )


def as_far_as_readable(
    stored: Mapping[str, Any], parse: Callable[[dict[str, Any], list[Problem]], T | None], stand_ins: Mapping[str, str]
) -> T:
    """The facts without those that cannot be read; required ones among them get their stand-ins."""
    kept = {**stand_ins, **stored}
    problems: list[Problem] = []
    parse(kept, problems)
    for problem in problems:
        key = str(problem.path[0])
        kept.pop(key, None)
        if key in stand_ins:
            kept[key] = stand_ins[key]
    found = parse(kept, [])
    assert found is not None  # what could not be read is gone, and what is required is there
    return found
