"""Layouts 書式設定: how a seller's invoices look on paper, in versions, and which one prints an invoice."""
