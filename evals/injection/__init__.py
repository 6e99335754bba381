"""Hostile material against the drafting path, with a model on loopback that obeys every order."""
