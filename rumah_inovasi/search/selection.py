"""What a reader asks for: words, filters, order and page of an address, checked and ready for an engine."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from urllib.parse import quote, urlencode

from werkzeug.datastructures import MultiDict

from rumah_inovasi.catalogue.queries import PAGE_SIZE
from rumah_inovasi.errors import Invalid
from rumah_inovasi.search import grammar
from rumah_inovasi.search.choices import LABELS, Choices
from rumah_inovasi.search.language.regions import joined
from rumah_inovasi.search.port import Clause, SearchQuery, Sort
from rumah_inovasi.web.typed import cleaned

MOST_VALUES = 30
PATH = "/cari"
_PLACES = {name: place for place, name in enumerate(LABELS)}


@dataclass(frozen=True)
class Selection:
    """A question as an address tells it: the same address always asks the same."""

    text: str = ""
    clauses: tuple[Clause, ...] = ()
    chosen: tuple[tuple[str, str], ...] = ()  # (filter, value), in the order of the panel
    all_words: bool = False
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    barred: tuple[str, ...] = ()  # filters that were typed as not wanted, which no list can do

    @property
    def words(self) -> list[str]:
        """The words that are looked for, those of phrases too; words that together name a region are one.

        What words shall begin with has its star, as typed.
        """
        wanted = [clause for clause in self.clauses if not clause.is_excluded]
        found: list[str] = []
        for (is_phrase, is_start), group in groupby(wanted, lambda it: (it.is_phrase, it.is_start)):
            typed = [clause.words for clause in group]
            if is_start:
                found += [f"{word}{grammar.STAR}" for words in typed for word in words]
                continue
            for run in typed if is_phrase else [[word for words in typed for word in words]]:
                found += joined(run)
        return list(dict.fromkeys(found))

    def values(self, name: str) -> list[str]:
        """The chosen values of one filter."""
        return [value for each, value in self.chosen if each == name]

    def toggled(self, name: str, value: str) -> "Selection":
        """The same with one value more, or less where it was chosen; from its first page on."""
        return replace(self, chosen=self._toggled((name, value)), page=1)

    def toggled_urls(self, name: str, values: Iterable[str]) -> list[str]:
        """The addresses of `toggled` with each of the values; a page shows a hundred or two of them."""
        if any(each == name for each, _value in self.chosen):
            return [self._address(PATH, self._toggled((name, value))) for value in values]
        place = _PLACES[name]
        before = self._pairs([pair for pair in self.chosen if _PLACES[pair[0]] < place])
        after = [pair for pair in self.chosen if _PLACES[pair[0]] > place] + self._order()
        start = f"{PATH}?" + "".join(f"{_encoded(*pair)}&" for pair in before)
        end = "".join(f"&{_encoded(*pair)}" for pair in after)
        return [f"{start}{_encoded(name, value)}{end}" for value in values]

    def _toggled(self, pair: tuple[str, str]) -> tuple[tuple[str, str], ...]:
        kept = tuple(each for each in self.chosen if each != pair)
        return kept if pair in self.chosen else _in_order((*kept, pair))

    def without(self, *names: str) -> "Selection":
        """The same without any value of these filters, or of all."""
        kept = tuple(pair for pair in self.chosen if names and pair[0] not in names)
        return replace(self, chosen=kept, page=1)

    def saying(self, text: str) -> "Selection":
        """The same filters and order with other words."""
        typed = grammar.parse(text)
        return replace(self, text=text, clauses=typed.clauses, barred=typed.barred, page=1)

    @property
    def subject(self) -> "Selection":
        """Words and filters alone: what people keep and subscribe to, however they looked at the list."""
        return replace(self, all_words=False, sort=Sort.RELEVANCE, page=1)

    @property
    def watched(self) -> "Selection":
        """What somebody wants to hear of who watches the list: only what holds all words, the newest first."""
        return replace(self, all_words=True, sort=Sort.NEWEST, page=1)

    def parameters(self) -> list[tuple[str, str]]:
        """What its address holds beside the words, without the page."""
        return [*self.chosen, *self._order()]

    def url(self, path: str = PATH) -> str:
        """Its address, page one; the same list in another form at another path."""
        return self._address(path, self.chosen)

    @property
    def address_query(self) -> str:
        """What stands behind the question mark of its address; empty where nothing is asked."""
        return "&".join([_encoded(*pair) for pair in (*self._pairs(self.chosen), *self._order())])

    def _address(self, path: str, chosen: Iterable[tuple[str, str]]) -> str:
        query = "&".join([_encoded(*pair) for pair in (*self._pairs(chosen), *self._order())])
        return f"{path}?{query}" if query else path

    def _pairs(self, chosen: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        return [("q", self.text), *chosen] if self.text else list(chosen)

    def _order(self) -> list[tuple[str, str]]:
        found = [("semua", "1")] if self.all_words else []
        return [*found, ("urut", self.sort.value)] if self.sort is not Sort.RELEVANCE else found

    def query(
        self, choices: Choices, *, whole: bool = False, with_facets: bool = True, with_highlights: bool = True
    ) -> SearchQuery:
        """The question to an engine: one page of the list, or all of it."""
        names = dict.fromkeys(name for name, _value in self.chosen)
        return SearchQuery(
            clauses=self.clauses,
            filters={name: choices.for_engine(name, self.values(name)) for name in names},
            all_words=self.all_words,
            sort=self.sort,
            start=0 if whole else (self.page - 1) * PAGE_SIZE,
            size=None if whole else PAGE_SIZE,
            with_facets=with_facets,
            hidden=choices.hidden,
            with_highlights=with_highlights,
            synonyms=choices.synonyms,
        )


def read(arguments: MultiDict[str, str], choices: Choices, page: int = 1) -> Selection:
    """The question of an address; parameters that it does not know are left alone.

    Raises:
        Invalid: a parameter has a value that it cannot have; the message says which and what it may be.
    """
    typed = grammar.parse(cleaned(arguments.get("q", "")), lambda name, value: bool(choices.meant(name, value)))
    meant = [(name, each) for name, value in typed.filters for each in choices.meant(name, value)]
    chosen = dict.fromkeys([*meant, *_given(arguments)])
    for name in LABELS:
        if sum(each == name for each, _value in chosen) > MOST_VALUES:
            raise Invalid("Paling banyak %(most)s nilai untuk %(name)s.", field=name, name=name, most=MOST_VALUES)
    for name, value in chosen:
        choices.check(name, value)
    return Selection(
        text=typed.rest,
        clauses=typed.clauses,
        chosen=_in_order({pair for given in chosen for pair in _present(*given, choices)}),
        all_words=_all_words(arguments.get("semua", "")),
        sort=_sort(arguments.get("urut", Sort.RELEVANCE.value)),
        page=page,
        barred=typed.barred,
    )


def _given(arguments: MultiDict[str, str]) -> list[tuple[str, str]]:
    return [(name, value) for name in LABELS for value in arguments.getlist(name) if value]


def _present(name: str, value: str, choices: Choices) -> list[tuple[str, str]]:
    """The value as it is called today: who asks for a merged unit is shown its successor's chip."""
    values = choices.succession.present(value) if name == "unit" else [value]
    return [(name, each) for each in values]


def _in_order(chosen: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(chosen, key=lambda pair: (_PLACES[pair[0]], pair[1])))


@lru_cache(maxsize=4096)
def _encoded(name: str, value: str) -> str:
    """A part of a query. A page of results has one or two hundred links, most of them of the same parts."""
    return urlencode([(name, value)], quote_via=quote)


def _all_words(given: str) -> bool:
    if given not in {"", "0", "1"}:
        raise Invalid("Parameter semua hanya dapat bernilai 1 (semua kata harus ada) atau 0.", field="semua")
    return given == "1"


def _sort(given: str) -> Sort:
    try:
        return Sort(given or Sort.RELEVANCE)
    except ValueError:
        raise Invalid(
            "Urutan (urut) yang tersedia: relevansi, kecocokan, judul, terbaru, replikasi.", field="urut"
        ) from None
