"""受取側, the buyer's side: the inbox, opening, sending back."""
