"""The relay: rows worked off, turns, waking, the process."""
