"""Pure decisions about numbers: which days a period is, what a table holds, how its columns are tagged."""
