"""The bank file as it is handed out."""

from starlette.responses import Response


def file_answer(content: bytes, day: str) -> Response:
    """The bank file to be saved."""
    name = f"sogofurikomi-{day.replace('-', '')}.txt"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, headers=headers, media_type="application/octet-stream")
