"""The embedded engine: Whoosh over `index/`. The only folder that imports whoosh.

Reading order: `engine` (the port), `store` (the folder and which index in it is in use), `trouble` (what can be wrong
with it), `schema` (how a document is kept), `writing`, `segment` (reading what Whoosh wrote), `snapshot` (one commit as
readers see it), `merging`; and `reference` with `queries` and `completion`, where Whoosh itself answers.
"""
