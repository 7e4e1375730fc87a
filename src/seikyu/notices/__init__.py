"""支払通知書: payment notices, and the file server they are uploaded to."""
