"""The supervisor's parts."""
