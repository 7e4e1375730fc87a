"""What the printed invoice says and where, made ready in full; the template beside it only lays it out."""
