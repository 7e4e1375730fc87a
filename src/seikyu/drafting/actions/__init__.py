"""What is done to drafts and templates: one verb a file."""
