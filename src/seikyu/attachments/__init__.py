"""添付ファイル: files that go with an invoice or lie with a draft; fixed with a version when it is issued."""
