"""Pages about evaluation runs: one file each, nothing fetched."""
