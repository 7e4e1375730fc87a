"""Append-only events: who did what to what, when, and between which statuses."""
