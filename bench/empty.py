"""The floor of every request: the same server and the same body, and nothing done with it.

`python -m bench.empty PORT` answers until it is stopped.
"""

import sys

import uvloop
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from seikyu.serving import listen, serve, stop_on_signals

DONE = b'{"result":"0","error_list":null}'


async def nothing(request: Request) -> Response:
    """Take the body and say that all is well."""
    await request.body()
    return Response(DONE, media_type="application/json")


async def main(port: int) -> None:
    """Answer on a port."""
    app = Starlette(routes=[Route("/{path:path}", nothing, methods=["GET", "POST", "PUT"])])
    await serve(app, listen("127.0.0.1", port), stop_on_signals())


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1])))
