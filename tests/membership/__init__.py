"""Tests of memberships: who may give what, invitations, requests, lists."""
