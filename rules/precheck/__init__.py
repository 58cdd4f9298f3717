"""What is doubted of admitted facts before they are filed: nothing is repaired, and it costs no points."""
