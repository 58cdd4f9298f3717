"""When something is due, and who may do what until then: working days, deadlines, ladders, the protocol of phases.

Pure functions over data: no clock, no network, no database. Whoever calls brings the time along.
"""
