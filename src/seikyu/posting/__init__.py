"""郵送代行・一括印刷: print batches handed to a mail house."""
