"""Names of files that people sent, made fit for every system they may go to."""

import unicodedata

# What some system does not take in a file's name, or takes for something else.
UNFIT = str.maketrans(dict.fromkeys('\\/:*?"<>|', "_"))
# Marks that turn the direction of writing are among them: they make `fdp.exe` of `exe.pdf`.
INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def fit_name(given: str, most: int) -> str:
    """The name without folders, invisible characters and what some system does not take, at most so long."""
    last = unicodedata.normalize("NFC", given).replace("\\", "/").rpartition("/")[2]
    seen = "".join(c for c in last if unicodedata.category(c) not in INVISIBLE).translate(UNFIT)
    stem, dot, ending = " ".join(seen.split()).rpartition(".")
    room = most - len(dot) - len(ending)
    return f"{stem[: max(room, 0)].strip(' .')}{dot}{ending}"[:most]
