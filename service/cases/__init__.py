"""Cases: our file on one incident, its brief in versions, its checklist and its notes."""
