"""Everything of a company as files: what there is, in which form, and where it is written to."""
