"""Pure: values in, values out. No await, no files, no clock, no randomness."""
