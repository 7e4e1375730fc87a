"""Small files of every kind that may be attached, and some of none."""

import io
import zipfile

PDF = b"%PDF-1.7\n%made by hand\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 8
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 8
XML = "<?xml version='1.0' encoding='UTF-8'?><請求/>".encode()
DOCTYPE = b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"


def packed(*parts: tuple[str, bytes]) -> bytes:
    """A packed file of these parts, none of them made smaller."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, part in parts:
            archive.writestr(name, part)
    return content.getvalue()


XLSX = packed(("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<workbook/>"))
WITH_MACROS = packed(("xl/workbook.xml", b"<workbook/>"), ("xl/vbaProject.bin", b"Sub x()"))
DOCX = packed(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<document/>"))
ODS = packed(("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", b"<office/>"))
ZIP = packed(("readme.txt", b"text"))
PROGRAM = b"MZ\x90\0\x03\0\0\0"
