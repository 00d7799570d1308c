"""Saved searches: a person's own, with a weekly letter that tells what has joined them.

Reading order: `model` → `runs` (which write-ups a search knows) → `question` (a search as it is kept) → `policy` →
`queries` → `actions` → `views`. The letters: `endings` (the link that ends them) → `notices` (the text) → `digest`
(what the relay does when it has time) → `sending` → `ending_views`.
"""
