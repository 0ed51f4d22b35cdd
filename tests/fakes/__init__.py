"""Written fakes of the ports: in memory, held to the same contract as the real ones."""
