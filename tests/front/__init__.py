"""Tests of home, regions and units."""
