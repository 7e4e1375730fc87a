"""The width of Japanese text, as the published tables count it in bytes."""


def byte_length(text: str) -> int:
    """Half-width characters (ASCII, half-width kana) count 1, all others 2 (contract §2)."""
    if text.isascii():
        return len(text)
    return 2 * len(text) - sum(1 for character in text if character <= "\x7f" or "｡" <= character <= "ﾟ")
