"""What a file is by its first bytes, whatever it is called."""

# Files that people, or their programs, call text by mistake or on purpose.
NO_TEXT = (
    b"PK\x03\x04",  # xlsx, docx, zip
    b"PK\x05\x06",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",  # xls, doc
    b"%PDF-",
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"GIF8",
    b"MZ",
    b"\x7fELF",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
)
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def is_another_kind(content: bytes) -> bool:
    """Whether bytes begin as a file of some other kind does."""
    return content.startswith(NO_TEXT)


def is_no_text(content: bytes) -> bool:
    """Whether bytes are those of another kind of file, or of none that holds characters of an office."""
    return is_another_kind(content) or content.startswith(UTF_16) or b"\0" in content
