"""The wire: one declaration per published object; reading, writing, faults and docs come from it."""
