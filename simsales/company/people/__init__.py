"""People: seats, shifts, absences and pay."""
