"""添付: files that go along with an invoice."""
