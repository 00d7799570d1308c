"""The relay: carries committed changes to what stands outside the database (the index, the archive).

Reading order: `projections` (what is kept true), `relay` (rows → projections → rows gone), `turn` (one at a time),
`waking` (how it hears of a commit), `beside` (other work in its process), `service` (all of it as a process).
"""
