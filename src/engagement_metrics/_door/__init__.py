"""The door: every check of what comes in, once, with every message."""
