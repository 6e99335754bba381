"""What `firstword eval` runs: one module a task."""
