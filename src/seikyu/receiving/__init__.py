"""受取側, the buyer's side: the inbox, its list by API, opening, marking as done, sending back."""
