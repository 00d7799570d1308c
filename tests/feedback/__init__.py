"""Tests of `rumah_inovasi.feedback`."""
