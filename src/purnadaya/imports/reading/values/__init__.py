"""What people write in cells, read: each reader gives a value, or says why there is none."""
