"""Measures with intervals."""

from govtext.evaluation.metrics import (
    Interval,
    accuracy,
    auc,
    bootstrap,
    calibration_error,
    f1,
    macro_f1,
    micro_f1,
    precision,
    rank_correlation,
    recall,
)

__all__ = [
    "Interval",
    "accuracy",
    "auc",
    "bootstrap",
    "calibration_error",
    "f1",
    "macro_f1",
    "micro_f1",
    "precision",
    "rank_correlation",
    "recall",
]
