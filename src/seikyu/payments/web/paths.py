"""Where the screens of payments are."""

HERE = "/buyer/payments"
RUNS = f"{HERE}/runs"
ONE = RUNS + "/{run_id:uuid}"
