"""``blockers.yml``, typed: milestones, channels, teams, people, probes."""
