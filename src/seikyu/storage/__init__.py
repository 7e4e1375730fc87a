"""Files that belong to a company (PDFs), named by their SHA-256."""
