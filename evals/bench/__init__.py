"""Benchmarks; `make bench` prints one table. Absolute figures move with the machine, ratios within one run hold."""
