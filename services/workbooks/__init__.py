"""One plan as one workbook: a sheet of its fields, a sheet for each grid, and the way back."""
