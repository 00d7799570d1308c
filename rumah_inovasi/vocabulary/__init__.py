"""Vocabularies as data: the terms that forms, files and facets choose from, with their names in both languages.

Reading order: `data/vocabulary.yaml` (the facts), `model`, `queries`, `shipped` (puts the facts into the database).
"""
