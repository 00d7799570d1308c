"""Whole stories: the program as people start it, and pages in a real browser."""
