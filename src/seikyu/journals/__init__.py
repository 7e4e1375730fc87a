"""仕訳: journal masters and entries of the buyer."""
