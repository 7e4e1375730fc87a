"""What people enter when they ask for access and register programs, one line a field."""

from seikyu.wire.fields import Record, text

ACCESS_REQUEST = Record(
    "AccessRequest",
    "利用申請",
    (
        text("purpose", "利用目的", 1000, mark="○", lines=True),
        text("contact", "連絡先", 200, mark="○"),
    ),
)
PROGRAM = Record("Program", "アプリケーション", (text("name", "アプリケーション名", 60, mark="○"),))
