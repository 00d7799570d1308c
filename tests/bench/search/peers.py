"""Who else answers: each engine as its own documents tell to use it, asked for the same parts of the same answer.

Texts are indexed as they are, without stems, which is less than ours does. Facets are counted over all that is found.
"""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import bm25s
import tantivy
from whoosh.analysis import StandardAnalyzer
from whoosh.fields import ID, KEYWORD, TEXT, Schema
from whoosh.index import create_in, open_dir
from whoosh.query import And, FuzzyTerm, Or, Phrase, Term
from whoosh.sorting import FieldFacet

from rumah_inovasi.search.grammar import parse
from rumah_inovasi.search.port import SearchDocument, SearchQuery
from rumah_inovasi.search.whoosh_engine.engine import WhooshEngine
from tests.bench.search.questions import SHOWN, Question

TEXTS = ("title", "summary", "body")
COUNTED = (
    "wilayah",
    "urusan",
    "tahun",
    "tag",
    "sdg",
    "bentuk",
    "jenis",
    "tahapan",
    "unit",
    "jenis_unit",
    "keberlanjutan",
    "replikasi",
)
Documents = Sequence[SearchDocument]


class Peer(Protocol):
    """An engine over a folder of its own."""

    name: str

    def build(self, documents: Documents) -> None:
        """Index all documents."""

    def open(self) -> None:
        """Make ready to answer, as a process that has just begun does."""

    def change(self, document: SearchDocument) -> None:
        """Put a document in the place of the one with its number, so that the next question finds it."""

    def ask(self, question: Question) -> int | None:
        """Answer; how many documents were found, None where this engine cannot answer such a question."""


class Ours:
    """The engine of this program."""

    name = "ours"

    def __init__(self, folder: Path) -> None:
        self._folder = folder / self.name
        self.engine = WhooshEngine(self._folder)

    def build(self, documents: Documents) -> None:
        """Index all documents."""
        self.engine.rebuild(documents)

    def open(self) -> None:
        """A new engine over the same folder."""
        self.engine.close()
        self.engine = WhooshEngine(self._folder)

    def change(self, document: SearchDocument) -> None:
        """Put one document."""
        self.engine.change([document], [])

    def query(self, question: Question) -> SearchQuery:
        """The question as the search box would send it."""
        text = " ".join(question.words)
        return SearchQuery(
            parse(f'"{text}"' if question.kind == "phrase" else text).clauses,
            question.filters,
            all_words=question.kind == "all words",
            size=SHOWN,
            with_facets=question.with_facets,
            with_highlights=question.with_marks,
        )

    def ask(self, question: Question) -> int | None:
        """Answer."""
        return self.engine.find(self.query(question)).total


class PlainWhoosh:
    """Whoosh with a plain schema and its own ranking, over all that matches, as its counts of groups need it."""

    name = "whoosh"

    def __init__(self, folder: Path) -> None:
        self._folder = folder / self.name
        self._folder.mkdir(parents=True, exist_ok=True)
        self._searcher: Any = None

    def build(self, documents: Documents) -> None:
        """Index all documents in one commit."""

        plain = StandardAnalyzer(stoplist=None)
        texts = {name: TEXT(stored=True, analyzer=plain) for name in TEXTS}
        facets = {name: KEYWORD(commas=True, sortable=True) for name in COUNTED}
        index = create_in(self._folder, Schema(number=ID(unique=True, stored=True), **texts, **facets))
        with index.writer(limitmb=64) as writer:
            for document in documents:
                writer.add_document(**_row(document))

    def open(self) -> None:
        """Open a reader of the newest commit."""

        self._searcher = open_dir(self._folder).searcher()

    def change(self, document: SearchDocument) -> None:
        """Put one document, and read again."""

        index = open_dir(self._folder)
        writer = index.writer(limitmb=64)
        writer.update_document(**_row(document))
        writer.commit()
        self._searcher = self._searcher.refresh()

    def ask(self, question: Question) -> int | None:
        """Answer."""

        words = list(question.words)
        one: Any = {
            "phrase": lambda name: Phrase(name, words),
            "typo": lambda name: FuzzyTerm(name, words[0], maxdist=1, prefixlength=1),
        }.get(question.kind)
        join = And if question.kind == "all words" else Or
        query = (
            Or([one(name) for name in TEXTS])
            if one
            else join([Or([Term(name, word) for name in TEXTS]) for word in words])
        )
        narrowed = [Term(name, value) for name, values in question.filters.items() for value in values]
        groups = {name: FieldFacet(name, allow_overlap=True) for name in COUNTED} if question.with_facets else None
        found = self._searcher.search(query, limit=SHOWN, filter=And(narrowed) if narrowed else None, groupedby=groups)
        if groups:
            for name in COUNTED:
                {value: len(held) for value, held in found.groups(name).items()}
        if question.with_marks:
            for hit in found:
                hit.highlights("title")
                hit.highlights("body")
        return len(found)


class Tantivy:
    """Tantivy through its Python package, with one segment after its merges."""

    name = "tantivy"

    def __init__(self, folder: Path) -> None:

        self._folder = folder / self.name
        self._folder.mkdir(parents=True, exist_ok=True)
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("number", stored=True, tokenizer_name="raw")
        for name in TEXTS:
            builder.add_text_field(name, stored=True, tokenizer_name="default")
        for name in COUNTED:
            builder.add_text_field(name, tokenizer_name="raw", fast=True)
        self._schema = builder.build()
        self._index: Any = None

    def build(self, documents: Documents) -> None:
        """Index all documents with as many threads as it wants."""
        index = tantivy.Index(self._schema, str(self._folder))
        writer = index.writer(heap_size=256 << 20)
        for document in documents:
            writer.add_document(self._document(document))
        writer.commit()
        writer.wait_merging_threads()

    def open(self) -> None:
        """Open the newest commit."""
        self._index = tantivy.Index.open(str(self._folder))
        self._searcher = self._index.searcher()

    def change(self, document: SearchDocument) -> None:
        """Put one document, and read again."""
        writer = self._index.writer(heap_size=16 << 20, num_threads=1)
        writer.delete_documents("number", str(document.number))
        writer.add_document(self._document(document))
        writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()
        writer.wait_merging_threads()

    def ask(self, question: Question) -> int | None:
        """Answer."""
        kind = tantivy.Query
        words: list[Any] = list(question.words)
        should, must = tantivy.Occur.Should, tantivy.Occur.Must
        if question.kind == "phrase":
            parts = [(should, kind.phrase_query(self._schema, name, words)) for name in TEXTS]
        elif question.kind == "typo":
            parts = [(should, kind.fuzzy_term_query(self._schema, name, words[0], 1)) for name in TEXTS]
        else:
            each = must if question.kind == "all words" else should
            parts = [
                (each, kind.boolean_query([(should, kind.term_query(self._schema, name, word)) for name in TEXTS]))
                for word in words
            ]
        query = kind.boolean_query(parts)
        narrowed = [
            (must, kind.term_query(self._schema, name, value))
            for name, values in question.filters.items()
            for value in values
        ]
        query = kind.boolean_query([(must, query), *narrowed]) if narrowed else query
        found = self._searcher.search(query, SHOWN)
        if question.with_facets:
            counted = {name: {"terms": {"field": name, "size": 200}} for name in COUNTED}
            self._searcher.aggregate(query, counted)
        if question.with_marks:
            makers = [
                tantivy.SnippetGenerator.create(self._searcher, query, self._schema, name) for name in ("title", "body")
            ]
            for _, address in found.hits:
                document = self._searcher.doc(address)
                for maker in makers:
                    maker.snippet_from_doc(document).to_html()
        return int(found.count)

    def _document(self, document: SearchDocument) -> Any:
        made = tantivy.Document()
        made.add_text("number", str(document.number))
        for name in TEXTS:
            made.add_text(name, document.texts[name])
        for name in COUNTED:
            for value in document.facets.get(name, ()):
                made.add_text(name, value)
        return made


class Fts5:
    """SQLite's full-text index, its bm25 and snippets, with facets counted over a table of values."""

    name = "fts5"

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / "fts5.sqlite"
        self._database: Any = None

    def build(self, documents: Documents) -> None:
        """Index all documents in one transaction."""
        database = sqlite3.connect(self._path)
        columns = ", ".join(TEXTS)
        database.execute(f"CREATE VIRTUAL TABLE texts USING fts5({columns}, tokenize='unicode61')")
        database.execute("CREATE TABLE facets (number INTEGER, name TEXT, value TEXT)")
        for document in documents:
            self._insert(database, document)
        database.execute("CREATE INDEX by_number ON facets (number, name, value)")
        database.execute("CREATE INDEX by_value ON facets (name, value, number)")
        database.execute("INSERT INTO texts (texts) VALUES ('optimize')")
        database.commit()
        database.close()

    def open(self) -> None:
        """Open the file."""
        self._database = sqlite3.connect(self._path)

    def change(self, document: SearchDocument) -> None:
        """Put one document."""
        self._database.execute("DELETE FROM texts WHERE rowid = ?", (document.number,))
        self._database.execute("DELETE FROM facets WHERE number = ?", (document.number,))
        self._insert(self._database, document)
        self._database.commit()

    def ask(self, question: Question) -> int | None:
        """Answer."""
        if question.kind == "typo":
            return None
        quoted = [f'"{word}"' for word in question.words]
        match = f'"{" ".join(question.words)}"' if question.kind == "phrase" else " OR ".join(quoted)
        if question.kind == "all words":
            match = " AND ".join(quoted)
        narrowing, given = "", [match]
        for name, values in question.filters.items():
            marks = ", ".join("?" * len(values))
            narrowing += f" AND rowid IN (SELECT number FROM facets WHERE name = ? AND value IN ({marks}))"
            given += [name, *values]
        shown = (
            "snippet(texts, 2, '<', '>', '…', 30), highlight(texts, 0, '<', '>')" if question.with_marks else "rowid"
        )
        ask = self._database.execute
        ask(f"SELECT {shown} FROM texts WHERE texts MATCH ?{narrowing} ORDER BY rank LIMIT {SHOWN}", given).fetchall()
        if question.with_facets:
            ask(
                "SELECT name, value, count(*) FROM facets WHERE number IN "
                f"(SELECT rowid FROM texts WHERE texts MATCH ?{narrowing}) GROUP BY name, value",
                given,
            ).fetchall()
        return int(ask(f"SELECT count(*) FROM texts WHERE texts MATCH ?{narrowing}", given).fetchone()[0])

    def _insert(self, database: Any, document: SearchDocument) -> None:
        given = [document.number, *(document.texts[name] for name in TEXTS)]
        database.execute(f"INSERT INTO texts (rowid, {', '.join(TEXTS)}) VALUES (?, ?, ?, ?)", given)
        values = [(document.number, name, value) for name in COUNTED for value in document.facets.get(name, ())]
        database.executemany("INSERT INTO facets VALUES (?, ?, ?)", values)


class Bm25s:
    """bm25s: scores of words alone, without filters, phrases, facets or marks."""

    name = "bm25s"

    def __init__(self, folder: Path) -> None:
        self._folder = folder / self.name
        self._index: Any = None

    def build(self, documents: Documents) -> None:
        """Index all documents."""

        texts = [" ".join(document.texts[name] for name in TEXTS) for document in documents]
        index = bm25s.BM25(method="lucene")
        index.index(bm25s.tokenize(texts, stopwords=None, show_progress=False), show_progress=False)
        index.save(self._folder)

    def open(self) -> None:
        """Load the index."""

        self._index = bm25s.BM25.load(self._folder, mmap=True)

    def change(self, document: SearchDocument) -> None:
        """Cannot be done: a new index would be made."""
        raise NotImplementedError

    def ask(self, question: Question) -> int | None:
        """Answer."""
        if question.kind not in {"common", "rare", "any word"}:
            return None
        scores = self._index.get_scores(list(question.words))
        best = scores.argpartition(-SHOWN)[-SHOWN:]
        best[(-scores[best]).argsort()].tolist()
        return int((scores > 0).sum())


PEERS: Mapping[str, Callable[[Path], Peer]] = {peer.name: peer for peer in (Ours, PlainWhoosh, Tantivy, Fts5, Bm25s)}


def _row(document: SearchDocument) -> dict[str, Any]:
    texts = {name: document.texts[name] for name in TEXTS}
    facets = {name: ",".join(document.facets.get(name, ())) for name in COUNTED}
    return {"number": str(document.number), **texts, **facets}
