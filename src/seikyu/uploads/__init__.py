"""一括アップロード: invoices from CSV and Excel files."""
