"""Small files of every kind that may be attached, and some of none."""

import io
import struct
import zipfile

from pypdf import PdfWriter


def pdf(catalog: str = "", *objects: str) -> bytes:
    """A PDF of one blank page, with more in its catalogue and more objects after it, from number 4 on."""
    bodies = [
        f"<</Type/Catalog/Pages 2 0 R{catalog}>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
        *objects,
    ]
    content, places = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(content))
        content += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size, start = len(bodies) + 1, len(content)
    tail = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<</Size {size}/Root 1 0 R>>\n"
    return content + f"{tail}startxref\n{start}\n%%EOF\n".encode()


def png(width: int = 1, height: int = 1) -> bytes:
    """The head of a PNG that claims these sides."""
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height) + b"\x08\0\0\0\0"


PDF = pdf()
PNG = png()
JPEG = b"\xff\xd8\xff\xc0\0\x0b\x08\0\x01\0\x01\x01\x01\x11\0"
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


def locked(content: bytes) -> bytes:
    """A PDF that asks for a password."""
    writer, out = PdfWriter(clone_from=io.BytesIO(content)), io.BytesIO()
    writer.encrypt("secret", algorithm="AES-256")
    writer.write(out)
    return out.getvalue()


def bomb() -> bytes:
    """A workbook of some 300 kB with a sheet of 300 MB."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(300):
                part.write(b" " * 1024 * 1024)
    return content.getvalue()
