"""監査ログ: what a company's administrators see of its log, and whether it is as it was written."""
