"""Legal review: findings decided one by one, verdicts, and a sign-off bound to the exact text."""
