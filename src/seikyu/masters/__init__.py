"""マスタ: lists that a company keeps by code, all of them read, decided, stored and shown alike."""
