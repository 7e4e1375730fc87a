"""会計連携: what is handed to accounting packages, and who exported it."""
