"""How one text is scored; the tasks in `evals.tasks` run the checks and add up."""
