"""The seller's masters: publishers 発行元, customers 発行先, bank accounts 振込先口座."""
