"""How the log names whoever runs the installation."""

from seikyu.audit.model import Author

OPERATOR = Author(None, None, None, "運営者", "system")
