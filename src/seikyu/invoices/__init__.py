"""The document both sides share: its declaration, rules, totals, immutable versions and printed form."""
