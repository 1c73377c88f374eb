"""Training of the shipped models. Needs the `train` extra; nothing here is loaded to label comments."""
