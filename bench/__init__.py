"""The benchmark suite: what Seikyu does in a second, each figure beside its floor from the same run."""
