"""Measures with intervals."""

from govtext.evaluation.metrics import Interval, accuracy, auc, bootstrap, f1, macro_f1, micro_f1, rank_correlation

__all__ = ["Interval", "accuracy", "auc", "bootstrap", "f1", "macro_f1", "micro_f1", "rank_correlation"]
