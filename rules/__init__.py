"""What a figure is worth: rubrics as data, their reader and lint, the rule network, and the plain interpreter."""
