"""Spreadsheets of an organisation becoming its people, groups and meetings."""
