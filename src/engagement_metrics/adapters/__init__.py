"""Adapters: optional, imported by name, never by the core."""
