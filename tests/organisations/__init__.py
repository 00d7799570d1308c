"""Tests of regions and units."""
