"""A draft of a workshop as its page would look: what is missing is left out, what is wrong too."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from rumah_inovasi.catalogue.draft import REGION
from rumah_inovasi.catalogue.preview import as_far_as_readable
from rumah_inovasi.learning import facts as facts_of
from rumah_inovasi.learning.draft import as_facts
from rumah_inovasi.learning.facts import Facts
from rumah_inovasi.learning.model import Workshop, WorkshopProposal, WorkshopRevision
from rumah_inovasi.learning.queries import Read
from rumah_inovasi.markup.rendered import Rendered
from rumah_inovasi.schema import Vocabulary

STARTS = "mulai"
UNKNOWN = "2000"  # in the place of a day that nobody has told; it is taken out again


def readable(stored: Mapping[str, Any], region: str, vocabulary: Vocabulary, missing: str) -> Facts:
    """The facts that can be read as they stand; `missing` stands for a required one that cannot."""
    stand_ins = dict.fromkeys(("judul", "ringkasan", "penyelenggara"), missing) | {STARTS: UNKNOWN}
    typed = {**as_facts(stored), REGION: region}
    found = as_far_as_readable(typed, lambda kept, problems: facts_of.parse(kept, problems, vocabulary), stand_ins)
    return found if found.starts != UNKNOWN or stored.get(STARTS) == UNKNOWN else replace(found, starts="", ends=None)


def reading_of(
    workshop: Workshop, proposal: WorkshopProposal, facts: Facts, rendered: Rendered, *, now: datetime
) -> Read:
    """A reading of what would be published; its rows belong to no session and are never kept."""
    shown = Workshop(
        number=workshop.number,
        state=workshop.state,
        title=facts.title,
        unit_id=proposal.unit_id,
        first_published_at=workshop.first_published_at if proposal.base_revision else now,
        last_day=facts_of.latest(facts.ends or facts.starts) if facts.starts else None,
    )
    revision = WorkshopRevision(
        number=proposal.base_revision + 1,
        html=rendered.html,
        created_at=now,
    )
    return Read(shown, revision, facts)
