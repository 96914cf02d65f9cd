"""What comes in: registers, licences, statements and assumptions, read from the files of a deal's folder."""
