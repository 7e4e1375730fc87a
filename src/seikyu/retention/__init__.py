"""保存期間: how long papers are kept, what holds them longer, their removal, and leaving with everything."""
