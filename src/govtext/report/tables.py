"""Which function makes which table, in the order in which they are made."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from govtext.report.comparison import comparison
from govtext.report.influence import influence
from govtext.report.keywords import keywords, rising
from govtext.report.listening import labels, places, poverty, programmes, topics, volume
from govtext.report.posts import own_engagement, own_posts, traffic
from govtext.report.serving import queue, response
from govtext.report.showing import examples
from govtext.report.voices import voice_gap, voices

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyarrow as pa

    from govtext.report.context import Context

MAKERS: dict[str, Callable[[Context], pa.Table]] = {
    "volume": volume,
    "poverty": poverty,
    "topics": topics,
    "programmes": programmes,
    "intents": partial(labels, table="intents", name="intent"),
    "sentiments": partial(labels, table="sentiments", name="sentiment"),
    "stances": partial(labels, table="stances", name="stance"),
    "places": places,
    "voices": voices,
    "voice_gap": voice_gap,
    "comparison": comparison,
    "keywords": keywords,
    "rising": rising,
    "examples": examples,
    "queue": queue,
    "response": response,
    "influence": influence,
    "traffic": traffic,
    "own_posts": own_posts,
    "own_engagement": own_engagement,
}
