"""会計連携: what is handed to accounting packages, and who exported it.

Values are written as they are: a machine reads these files, and what would keep a spreadsheet from taking a
text for a formula would change names and memos. People who want to look at a list take the inbox's CSV.
"""
