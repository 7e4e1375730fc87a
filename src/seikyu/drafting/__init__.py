"""Entering invoices on screen: drafts 作成中 (10), their editor, and templates for monthly ones."""
