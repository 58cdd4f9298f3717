"""Order and time, nothing else: one workflow per department's year, one per bureau's cycle."""
