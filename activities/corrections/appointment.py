"""An appointment with wrong days, for example one that was ended by mistake: it holds on the days that are right."""

from __future__ import annotations

from activities.check_order import require_appointable
from activities.corrections.effect import Case, Effect
from audit.upcast import payload_as
from models.commands import Appoint
from models.corrections import RightAppointment
from models.payloads import AppointmentMade
from models.projections import Appointment


def standing_appointment(case: Case) -> RightAppointment:
    """The days that stand now."""
    held = case.session.get_one(Appointment, (case.book, case.corrected.sequence, 0))
    return RightAppointment(from_day=held.from_day, to_day=held.to_day)


def appointment_effect(case: Case, right: RightAppointment) -> Effect:
    """Nothing but the days; refused where duties would meet that must not."""
    made = payload_as(case.corrected, AppointmentMade)
    days = {"from_day": right.from_day, "to_day": right.to_day}
    require_appointable(case.session, case.book, Appoint(**made.model_dump(exclude={"approved_by", *days}), **days))
    return Effect()
