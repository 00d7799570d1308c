"""Tests of the catalogue: metadata, states, actions, queries, comparison, sections, export."""
