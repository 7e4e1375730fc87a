"""Where the screens of exports are."""

HERE = "/buyer/exports"
NEW = f"{HERE}/new"
ONE = HERE + "/{export_id:uuid}"
