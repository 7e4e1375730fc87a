"""支払先: the buyer's records of its counterparties, and when and how they are paid."""
