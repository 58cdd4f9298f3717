"""What a figure is worth: exact, explained, and nothing but the standard library.

Reads a rubric's canonical JSON, so that an auditor can carry this folder to another machine and score again.
"""
