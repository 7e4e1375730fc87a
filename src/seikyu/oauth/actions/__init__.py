"""One verb of the slice a file."""
