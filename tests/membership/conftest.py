"""Fixtures of the tests of memberships."""

from tests.membership.trees import trees

__all__ = ["trees"]
