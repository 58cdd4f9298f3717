"""Semantics version 1, frozen: what the words of a rubric mean, which rule ids fire, and how points come of them.

Nothing here may change a result. Another meaning is another version in a folder of its own beside this one.
"""
