"""The window sheet: the first page of a letter, whose address shows in the window of the envelope."""
