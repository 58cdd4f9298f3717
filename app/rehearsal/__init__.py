"""Rehearsal (演练): a scenario's year on the real engine under a virtual clock."""
