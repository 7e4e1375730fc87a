"""支払: bank files, ledger files and who exported them."""
