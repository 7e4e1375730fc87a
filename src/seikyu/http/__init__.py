"""The HTTP edge: formats and languages, bodies, envelopes, request ids, paging."""
