"""Every path there is and which slice answers it, by who comes: seller, buyer, either, machines."""
