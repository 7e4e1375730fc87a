"""API連携: a company asks for the API, keeps the programs that call it, and sees what they called.

An installation serves its own environment (contract §3): its programs belong to `settings.environment`.
Asking for sandbox use on a production installation is therefore a question to the operator, who lets the
company in at the sandbox and answers with how to get there; nothing is opened here.
"""
