"""Printing: one kept compiler per template, our own fonts, the same data gives the same bytes."""
