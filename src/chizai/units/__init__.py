"""What a number means: money, rates, day counts, calendars, schedules, results and explanations."""
