"""Tests of the vocabularies."""
