"""What people read: the deal summary, the investor report, tables, pictures. Made from a deal book, never computed."""
