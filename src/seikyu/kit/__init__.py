"""Small exact pieces without input or output: money, dates, widths, check digits, ids."""
