"""Seikyu: an open, self-hosted B2B invoice exchange for Japan."""
