"""Scenarios (剧本): years that can be rehearsed, each a folder of data with the origin of every figure."""
