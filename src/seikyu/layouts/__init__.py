"""書式設定: what a company's printed invoices look like."""
