"""A whole Seikyu to try things in: fictitious companies that trade, and all parts in one process."""
