"""Tests of what every answer has in common."""
