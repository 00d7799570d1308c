"""The province, its 38 kabupaten/kota and their units: who stands behind an innovation.

Words: a *region* is the province or one of the 38 kabupaten/kota, keyed on its Kemendagri code (seven names
exist twice, as Kabupaten and as Kota). A *unit* is an office, kecamatan, puskesmas, school … in the tree of a
region; its root is the regional government itself. Units are renamed, merged and closed; old addresses go on.

Reading order: `model` → `actions` (rename, merge, close) → `queries` → `views`. `shipped` puts the facts of
`data/` into the database.
"""
