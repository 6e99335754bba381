"""The scripted model of the tests, which the evaluation and the benchmarks use too."""

from evals.model_server import ModelServer, Reply, Script

__all__ = ["ModelServer", "Reply", "Script"]
