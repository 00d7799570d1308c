"""Rumah Inovasi: a house in which public-service innovations are kept, found and replicated.

Reading order: `app` (what the house consists of), then a capability folder such as `catalogue`
(model → policy → actions → queries → views), then `database` and `settings`.
"""
