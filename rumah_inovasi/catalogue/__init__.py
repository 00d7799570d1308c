"""The core: write-ups of innovations, their revisions and the ways to find and read them.

Words: an *innovation* has a number that never changes; its text at one time is a *revision*, immutable and
numbered; *metadata* are the facts beside the text, typed in `metadata`. Published innovations are public,
withdrawn ones leave a tombstone.

Reading order: `metadata` → `model` → `policy` → `actions` → `queries` → `presentation` (rows to what pages show) →
`views`.
"""
