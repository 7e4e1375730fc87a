"""The file server: files of payment notices arrive by SFTP or FTPS, and say what became of each line."""
