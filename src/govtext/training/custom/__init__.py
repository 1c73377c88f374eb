"""Training on labels of your own: configuration, data, heads over features, fine-tuning, calibration, model card."""
