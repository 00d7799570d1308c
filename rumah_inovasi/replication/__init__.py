"""Who took up what: replications of an innovation by other regions, units and places outside the province.

Words: a *stage* (tahap) says how far a replication has come and belongs to one *class*; visits, plans, commitments
and applied replications are never counted as one. *Perluasan* (expansion) is another unit of the same region.

Reading order: `model` (stages, classes, counting) → `claim` (as written in files) → `actions` → `queries` →
`panels` (what write-ups and regions show) → `views`.
"""
