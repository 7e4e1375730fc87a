"""Deciding about invoices on screen: what waits, the decision, why one goes back; the same on both sides."""
