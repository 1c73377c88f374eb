"""Benchmarks: tasks, systems, measures with intervals, significance, leaks.

from govtext.evaluation import evaluate
report = evaluate("smsa", ["fast", "tfidf"], data="indonlu", split="validation")
"""

from govtext.evaluation.data import Example, load_task
from govtext.evaluation.leakage import Leak, LeakReport, leaks
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
from govtext.evaluation.published import Published, published
from govtext.evaluation.results import Options, Report, Result, Slice
from govtext.evaluation.runner import compare, evaluate
from govtext.evaluation.significance import Comparison, randomisation
from govtext.evaluation.tasks import Task, task, tasks

__all__ = [
    "Comparison",
    "Example",
    "Interval",
    "Leak",
    "LeakReport",
    "Options",
    "Published",
    "Report",
    "Result",
    "Slice",
    "Task",
    "accuracy",
    "auc",
    "bootstrap",
    "calibration_error",
    "compare",
    "evaluate",
    "f1",
    "leaks",
    "load_task",
    "macro_f1",
    "micro_f1",
    "precision",
    "published",
    "randomisation",
    "rank_correlation",
    "recall",
    "task",
    "tasks",
]
