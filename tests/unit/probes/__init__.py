"""Probes and their judgement, without a network."""
