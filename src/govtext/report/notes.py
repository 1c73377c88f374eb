"""The codes of notes; the page has the words for them in each language."""

from __future__ import annotations

CODES: dict[str, str] = {
    "no_rows": "the archive has no comments",
    "unreadable": "rows or files that could not be read; details: rows, files",
    "few_comments": "fewer comments than shares can rest on; details: comments, limit",
    "no_labels": "the archive has no label columns: run govtext annotate first",
    "unlabelled": "comments without labels, counted nowhere but in the volume; details: comments, total",
    "unknown_labels": "labels that the scheme does not know, left out; details: column, labels",
    "missing_column": "a table or measure needs a column that is not there; details: roles, measures",
    "no_text": "no column of texts: no programmes, keywords, examples or queue texts",
    "no_dates": "no column of dates: nothing over time",
    "undated": "comments whose date is missing or cannot be read; details: comments, total, example",
    "ambiguous_dates": "dates such as 03/04/2024 were read as day/month; details: comments",
    "one_period": "only one period: nothing can rise",
    "many_places": "only the most frequent places are shown; details: shown, places",
    "not_heard": "groups of which hardly anybody speaks for themselves; details: groups, limit",
    "few_voices": "groups with few comments of their own: wide intervals; details: groups, limit",
    "voice_gap_limits": "what the gap means and what not; always there when the table has rows",
    "several_groups": "comments in the self voice that name several groups, counted for each; details: comments",
    "baseline_context": "baselines that are no share of the population and are not subtracted; details: baselines",
    "repeat_authors": "few authors wrote half of the comments: intervals are too narrow; details: authors, of, share",
    "answers_unknown": "no column of answers: every comment in the queue counts as waiting",
    "queue_cut": "more comments wait than the queue shows; details: shown, waiting",
    "not_redacted": "personal data are not masked",
    "likes_of_comments": "likes and shares are those of comments: the archive has no posts of the account",
    "correlation": "a correlation says nothing about causes; details: posts",
    "nothing_to_compare": "the two sides asked for are not in the archive; details: compare",
    "vocabulary_full": "words first seen after so many others were not counted; details: words",
}
"""What each code means and which details it carries."""
