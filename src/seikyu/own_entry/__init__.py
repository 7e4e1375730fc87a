"""自社作成: invoices that came on paper or as a file, entered by the buyer itself."""
