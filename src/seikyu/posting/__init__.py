"""郵送代行 and 自社印刷: letters to be posted or printed, batches for the mail house, what it reports."""
