"""Tests of replication: claims as written, counting, actions, queries."""
