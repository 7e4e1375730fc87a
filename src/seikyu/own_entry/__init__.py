"""自社作成: invoices that came on paper or as files, entered by the buyer, singly or from a file."""
