"""Tests of the room that makes backups and restores them."""
