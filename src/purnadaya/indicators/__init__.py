"""Numbers by place and period, for everyone who works there: pages, spreadsheets, paper."""
