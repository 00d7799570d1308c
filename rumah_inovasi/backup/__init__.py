"""A whole house in one file, and a house made of such a file again.

Read in this order: `manifest` (what a backup holds), `form` and `rows` (the database, independent of its kind),
`making` with `part_writer`; then `opening` (nothing of a damaged file gets in), `kept_files`, `loading` (rows into a
database), `content_places`, `occupancy` (is anybody at home?), `switching` (all at once, or not at all), `restoring`.
"""
