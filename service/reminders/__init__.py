"""What time itself brings about: clocks that run out, updates that do not come, promises that fall due; and the worker that tells of it."""
