"""支払: bank files per paying account and day."""
