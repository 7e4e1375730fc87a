"""メンテナンス: windows that operators plan, stops at once, and what callers meet meanwhile (contract §2)."""
