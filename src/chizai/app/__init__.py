"""The wiring: what each door may ask for, put together from the rooms below."""
