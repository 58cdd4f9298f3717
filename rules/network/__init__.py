"""From a rubric to the rule network: every bound an integer margin that the engine compares with zero."""
