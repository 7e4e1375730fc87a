"""The PostgreSQL that Seikyu brings along, for a machine that has none: make it, run it, mend it, stop it.

`server` starts and stops · `cluster` makes the data · `postmaster` runs the process · `account` and
`binaries` settle who runs what · `layout`, `locks`, `ports` keep the folder.
"""

from seikyu.db.embedded.failure import EmbeddedServerError
from seikyu.db.embedded.server import EmbeddedServer, start

__all__ = ["EmbeddedServer", "EmbeddedServerError", "start"]
