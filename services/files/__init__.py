"""Tables in files: reading and writing Excel and CSV, whatever the rows mean."""
