"""What every page needs at the edge: errors, headers, language, filters, the map of tiles, paging.

Reading order: `current` (the house behind a request), `headers`, `errors`, `language`, `filters`, then `tiles` and
`paging`, which make what templates show.
"""
