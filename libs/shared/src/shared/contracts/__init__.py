"""The words services share: one frozen model per fact and version, and nothing else."""
