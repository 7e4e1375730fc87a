"""自社作成: invoices that came on paper or as files, entered by the buyer itself; one by one or from a file."""
