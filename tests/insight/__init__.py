"""Tests of `rumah_inovasi.insight`."""
