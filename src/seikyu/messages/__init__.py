"""質問・回答, questions and answers about an invoice: a thread between its buyer and its seller."""
