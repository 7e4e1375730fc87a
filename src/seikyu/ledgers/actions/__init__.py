"""What is done with exports: prepared, made, cancelled."""
