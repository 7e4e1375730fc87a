"""What a browser says of itself, as words a person knows; it is a hint, never a proof."""

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
"""The first that is named counts: most browsers name the older ones they are like, too."""
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
LONGEST = 200
"""So much of it is kept."""


def device_words(agent: str) -> str:
    """Browser and system, `Chrome / Windows`; empty when neither is known."""
    found = (_first(BROWSERS, agent), _first(SYSTEMS, agent))
    return " / ".join(word for word in found if word)


def _first(words: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((word for mark, word in words if mark in agent), "")
