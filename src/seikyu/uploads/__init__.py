"""アップロード: invoices registered from CSV and Excel files, their columns mapped to our fields."""
