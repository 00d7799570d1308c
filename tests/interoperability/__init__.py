"""Tests of what other systems and people with files read and write."""
