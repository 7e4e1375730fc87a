"""The receiver's download file: 250 columns in the published order, one row per line of an invoice."""
