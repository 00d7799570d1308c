"""The last weeks of a question as small bars: more people look than read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from rumah_inovasi.search.asked import week_of

SHOWN = 12
HEIGHT, STEP, WIDTH = 20, 7, 5  # of the drawing, of a bar with the space beside it, of the bar
_LEAST = 3  # of a bar, so that once is seen


@dataclass(frozen=True)
class Bar:
    """A week with its bar."""

    week: date
    count: int
    x: int
    height: int

    @property
    def y(self) -> int:
        """Where it begins, from above."""
        return HEIGHT - self.height


def bars(counts: Mapping[date, int], today: date) -> list[Bar]:
    """The last weeks in their order, the present one last; the highest bar is as high as the drawing."""
    weeks = [week_of(today) - timedelta(weeks=back) for back in reversed(range(SHOWN))]
    most = max((counts.get(week, 0) for week in weeks), default=0) or 1
    return [
        Bar(week, count, place * STEP, max(_LEAST, round(HEIGHT * count / most)) if count else 0)
        for place, week in enumerate(weeks)
        for count in (counts.get(week, 0),)
    ]
