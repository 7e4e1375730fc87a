"""What every screen shares: pages and their layout, words, lists, formatting, static files."""
