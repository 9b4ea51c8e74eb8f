"""The pure ring: values in, values out."""
