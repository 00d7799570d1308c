"""Finding write-ups.

Reading order: `port` (what crosses to an engine, and the tables of fields, facets and orders), `grammar` (what may be
typed), `language/` (how Indonesian words are compared), `plan` (a query worked out), `whoosh_engine/` (the embedded
engine), `documents` (how a write-up looks to the index), `projection` (keeps the index true); then the pages: `choices`
(which values filters have), `selection` (what an address asks), `finding` (numbers into rows), `facets`, `results_*`,
`suggestions`, `views`. Problems in sentences: `discretion` (what of a text may be told on), `keywords`, `telling`,
`problem*`; `similar` finds what is like a write-up by the same means.
"""
