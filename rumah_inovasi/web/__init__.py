"""What every page needs at the edge: the house behind a request, errors, headers, language, filters, links.

Reading order: `current` (the house behind a request), `headers`, `errors`, `origin` (who sent a form), `language`,
`filters`, then `site`, `assets` and `links`, which make what templates show.
"""
