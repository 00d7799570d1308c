"""The engines that are compared, each over one field of text, asked with OR and without stop words."""

import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import bm25s
import tantivy
from snowballstemmer.indonesian_stemmer import IndonesianStemmer
from whoosh.analysis import StandardAnalyzer
from whoosh.fields import ID, TEXT, Schema
from whoosh.index import create_in
from whoosh.query import Or, Term

from rumah_inovasi.search.grammar import parse
from rumah_inovasi.search.language.stop_words import is_stop_word
from rumah_inovasi.search.port import SearchDocument, SearchQuery
from rumah_inovasi.search.whoosh_engine.engine import WhooshEngine
from tests.bench.relevance.merits import LISTED

Ask = Callable[[str], Sequence[int]]
_WORD = re.compile(r"\w+")


def words(text: str) -> list[str]:
    """The words of a question but for stop words; all of them where there are no others."""
    every = [word.lower() for word in _WORD.findall(text)]
    return [word for word in every if not is_stop_word(word)] or every


@contextmanager
def house(documents: Sequence[str], folder: Path) -> Iterator[Ask]:
    """The project's own engine, as the search page asks it."""
    engine = WhooshEngine(folder)
    engine.rebuild(SearchDocument(place, {"body": text}, {}, "", 0, 0) for place, text in enumerate(documents))

    def ask(text: str) -> list[int]:
        query = SearchQuery(parse(text).clauses, size=LISTED, with_facets=False, with_highlights=False)
        return [hit.number for hit in engine.find(query).hits]

    yield ask
    engine.close()


@contextmanager
def plain_whoosh(documents: Sequence[str], folder: Path) -> Iterator[Ask]:
    """Whoosh as it comes: its analyser, its BM25F."""
    analyzer = StandardAnalyzer(stoplist=None, minsize=1)
    index = create_in(str(folder), Schema(place=ID(stored=True), text=TEXT(analyzer=analyzer)))
    writer = index.writer(limitmb=256)
    for place, text in enumerate(documents):
        writer.add_document(place=str(place), text=text)
    writer.commit()

    with index.searcher() as searcher:

        def ask(text: str) -> list[int]:
            terms = Or([Term("text", word) for word in words(text)])
            return [int(hit["place"]) for hit in searcher.search(terms, limit=LISTED)]

        yield ask


@contextmanager
def bm25s_arrays(
    documents: Sequence[str], _folder: Path, form: Callable[[str], str] = lambda word: word
) -> Iterator[Ask]:
    """bm25s: the BM25 of Lucene over sparse arrays, with the usual k1."""
    index = bm25s.BM25(k1=1.2)
    index.index([[form(word.lower()) for word in _WORD.findall(text)] for text in documents], show_progress=False)
    every = list(range(len(documents)))

    def ask(text: str) -> list[int]:
        known = [form(word) for word in words(text) if form(word) in index.vocab_dict]
        if not known:
            return []
        found, scores = index.retrieve([known], corpus=every, k=LISTED, show_progress=False, n_threads=1)
        return [int(place) for place, score in zip(found[0], scores[0], strict=True) if score > 0]

    yield ask


def bm25s_stemmed(documents: Sequence[str], folder: Path) -> AbstractContextManager[Ask]:
    """bm25s over the stems of Snowball, the best that it was found to do."""
    return bm25s_arrays(documents, folder, IndonesianStemmer().stemWord)


@contextmanager
def sqlite_fts5(documents: Sequence[str], folder: Path) -> Iterator[Ask]:
    """The full-text index of SQLite with its bm25()."""
    base = sqlite3.connect(folder / "fts5.sqlite")
    base.execute("CREATE VIRTUAL TABLE documents USING fts5(text)")
    base.executemany("INSERT INTO documents (rowid, text) VALUES (?, ?)", enumerate(documents))

    def ask(text: str) -> list[int]:
        terms = " OR ".join(f'"{word}"' for word in words(text))
        order = "SELECT rowid FROM documents WHERE documents MATCH ? ORDER BY bm25(documents), rowid LIMIT ?"
        return [place for (place,) in base.execute(order, (terms, LISTED))]

    yield ask
    base.close()


@contextmanager
def tantivy_index(documents: Sequence[str], folder: Path) -> Iterator[Ask]:
    """tantivy with its default tokenizer."""
    builder: Any = tantivy.SchemaBuilder()
    builder.add_integer_field("place", stored=True)
    builder.add_text_field("text")
    schema = builder.build()
    index: Any = tantivy.Index(schema, path=str(folder))
    writer = index.writer(num_threads=1)
    for place, text in enumerate(documents):
        writer.add_document(tantivy.Document(place=place, text=text))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def ask(text: str) -> list[int]:
        terms = [(tantivy.Occur.Should, tantivy.Query.term_query(schema, "text", word)) for word in words(text)]
        found = searcher.search(tantivy.Query.boolean_query(terms), LISTED).hits
        return [searcher.doc(address)["place"][0] for _score, address in found]

    yield ask


ENGINES: Mapping[str, Callable[[Sequence[str], Path], AbstractContextManager[Ask]]] = {
    "house": house,
    "plain whoosh": plain_whoosh,
    "bm25s": bm25s_arrays,
    "bm25s stemmed": bm25s_stemmed,
    "sqlite fts5": sqlite_fts5,
    "tantivy": tantivy_index,
}
