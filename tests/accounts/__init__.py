"""Tests of persons: sign-in, sessions, passwords, keys, what is counted."""
