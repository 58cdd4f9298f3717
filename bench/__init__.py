"""Measures: ratios of one run, never times of different runs."""
