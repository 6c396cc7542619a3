"""Plans from files: what a column means, what a row would do, and doing it."""
