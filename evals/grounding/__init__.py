"""Data that measures the grounding check: faithful texts, banks of inventions, and mutants made of both."""
