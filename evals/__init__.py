"""Offline evaluation and benchmarks over the sample briefs."""
