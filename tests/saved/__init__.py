"""Saved searches and the letters about them."""
