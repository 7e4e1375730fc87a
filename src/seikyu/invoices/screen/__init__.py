"""What both sides' screens show of an invoice: the document, its versions, its history, the PDF."""
