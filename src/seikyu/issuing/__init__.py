"""発行側, the seller's side: its invoices, their statuses, corrections, issuing."""
