"""OAuth 2.0, the platform as provider: clients, consent, codes, tokens, bearer guard (contract §3)."""
