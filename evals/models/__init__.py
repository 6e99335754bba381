"""Models in the evaluation: their answers recorded by prompt, replayed offline, and drafts made with them."""
