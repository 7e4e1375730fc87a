"""作成: drafts of invoices, and templates for those that come every month."""
