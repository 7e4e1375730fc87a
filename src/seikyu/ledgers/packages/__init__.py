"""The files of accounting packages, each written from confirmed slips (law 2.8)."""
