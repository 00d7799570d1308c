"""The handbook: how each group of users does its work here, in Indonesian."""
