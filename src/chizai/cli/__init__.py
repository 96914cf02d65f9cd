"""The command line: parse, ask the app, show."""
