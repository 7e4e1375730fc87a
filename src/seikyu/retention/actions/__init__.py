"""What can be done about keeping: how long, holds, removal, taking everything along, leaving."""
