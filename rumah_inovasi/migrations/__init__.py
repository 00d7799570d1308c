"""Steps that bring a database from any released form to the present one: `upgrade` runs what `versions/` holds."""
