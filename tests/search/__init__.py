"""Tests of search: language, grammar, plan, snippets, the engine, its pages."""
