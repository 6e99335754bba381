"""What a check says about a text: types only."""

from service.findings.types import Finding, Layer, Severity, sort_findings

__all__ = ["Finding", "Layer", "Severity", "sort_findings"]
