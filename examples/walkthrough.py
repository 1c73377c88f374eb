# %% [markdown]
# # A walk through govtext
#
# A city's communication officer and a developer sit down with 160 comments from the city's pages. They want to
# **listen** (what do people say?), **serve** (who needs an answer first?), **write** (so that people read it), and know
# how far to **trust** all this. The comments are invented. Nothing leaves the machine.
#
# This page is made from [walkthrough.py](../examples/walkthrough.py): `pip install 'govtext[report]'` and run it with
# `python examples/walkthrough.py`, or open it as a notebook. VS Code and Jupyter (with jupytext) know its `# %%` cells.
# [charts.py](../examples/charts.py) beside it draws the pictures.

# %% [markdown]
# ## Listen
# Label a file. It may be CSV as Excel writes it, XLSX, JSONL or Parquet; here it is the sample that comes with govtext.
# `fast` needs nothing but numpy; `auto`, the default, is a little better where ONNX Runtime is installed.

# %%
from pathlib import Path

import govtext
from govtext.archive import annotate
from govtext.archive.samples import sample_comments

OUT = Path("walkthrough-output")
OUT.mkdir(exist_ok=True)
nlp = govtext.load("fast")
done = annotate(sample_comments(), OUT / "labelled.parquet", nlp, resume=False)
print(done.labelled, "comments labelled,", done.quarantined, "could not be read")

# %% [markdown]
# A report turns labels into tables. `made.tables` are Arrow tables, ready for pandas or polars.

# %%
from govtext import report

made = report.build(OUT / "labelled.parquet")
(row,) = made.tables["poverty"].to_pylist()
print(f"about poverty: {row['count']} of {row['total']} comments")
print(f"{row['share']:.0%}, 95% interval {row['low']:.0%} to {row['high']:.0%}")

# %% [markdown]
# What do people talk about, and how do they feel?

# %% tags=["hide-input"]
from charts import bars, show

from govtext.labels import head

SOURCE = f"{done.labelled} invented comments, labelled by govtext {nlp.name}"


def name(kind, key):
    """Return the English name of a label."""
    return head(kind)[key].name_en


topics = made.tables["topics"].to_pylist()[:8]
first = topics[0]
feelings = {name("topics", row["key"]): {f: row[f] for f in ("negative", "neutral", "positive")} for row in topics}
picture = bars(
    f"{name('topics', first['key'])} comes up most; {first['negative']} of {first['count']} such comments are negative",
    feelings,
    {"negative": "warm", "neutral": "third", "positive": "first"},
    axis="number of comments",
    source=SOURCE,
)
show(picture, "topics.svg")

# %% [markdown]
# So few comments say little about the order: each row of `made.tables["topics"]` has its interval, `low` to `high`.
#
# A topic is never bare, it points at the words that speak for it. Look at them before you believe it.

# %%
comment = nlp("Min, mbah saya di RT 3 kok gak dapet PKH ya? tetangga yg mampu malah dapet")
for label in (*comment.topics, *comment.voices):
    print(f"{label.id} ({label.score:.0%}):", [span.text for span in label.evidence])

# %% [markdown]
# Which vulnerable groups speak for themselves? Which are only spoken for, or spoken about? The answer counts groups,
# never persons: it tells the city where to go and ask, not whom to look for.

# %% tags=["hide-input"]
voices = made.tables["voices"].to_pylist()
groups = sorted((row for row in voices if row["comments"]), key=lambda row: -row["comments"])
silent = sum(not row["self"] for row in voices)
picture = bars(
    f"From {silent} of {len(voices)} vulnerable groups nobody speaks",
    {
        name("voices", row["group"]): {
            "speak themselves": row["self"],
            "spoken for": row["proxy"],
            "spoken about": row["about"],
        }
        for row in groups
    },
    {"speak themselves": "first", "spoken for": "second", "spoken about": "third"},
    axis="comments that name the group",
    source=SOURCE,
)
show(picture, "voices.svg")

# %% [markdown]
# Groups without a bar are not named at all. Silent does not mean well: visit them.

# %%
print([row["group"] for row in voices if not row["comments"]])

# %% [markdown]
# ## Serve
# The queue puts reports, requests, questions and complaints in order, most urgent first, and says why. Personal data
# are masked.

# %%
queue = made.tables["queue"].to_pylist()
for row in queue[:3]:
    print(row["rank"], row["text"])
    print(f"   urgency {row['urgency']:.2f}", row["reasons"])

# %% [markdown]
# Who has most to answer? The office is a guess from the topic; the officer who reads the comment decides.

# %% tags=["hide-input"]
from govtext.report.offices import offices

URGENT = 0.6
desks = {}
for row in queue:
    desk = offices()[row["office"]].name_en
    parts = desks.setdefault(desk, {"urgent": 0, "can wait a little": 0})
    parts["urgent" if row["urgency"] >= URGENT else "can wait a little"] += 1
desks = dict(sorted(desks.items(), key=lambda desk: -sum(desk[1].values()))[:8])
urgent = sum(row["urgency"] >= URGENT for row in queue)
busiest = max(desks, key=lambda desk: desks[desk]["urgent"])
picture = bars(
    f"{len(queue)} comments wait, {urgent} of them urgent, {desks[busiest]['urgent']} of these for: {busiest}",
    desks,
    {"urgent": "warm", "can wait a little": "third"},
    axis="comments that wait, of the eight offices with most",
    source=SOURCE,
)
show(picture, "queue.svg")

# %% [markdown]
# The same, and much more, is one page for everybody in the office: it needs no network, and prints well.

# %%
made.write_html(OUT / "report.html", lang="en")  # Indonesian is the default

# %% [markdown]
# ## Write
# An announcement as offices write it. Why does it sound stiff? The reasons are in Indonesian, for the officer.

# %%
announcement = (
    "Diberitahukan kepada seluruh warga bahwa dalam rangka pemutakhiran data "
    "penerima bantuan sembako, setiap kepala keluarga wajib melakukan pendaftaran "
    "ulang di kantor kelurahan paling lambat tanggal 20 Mei 2025 pukul 15.00 WIB "
    "dengan membawa fotokopi KTP dan KK. Apabila tidak mendaftar, maka bantuan akan "
    "dihentikan. Demikian untuk menjadi perhatian."
)
stiff = govtext.formality(announcement)
print(f"{stiff.score:.2f}, {stiff.level}")
for reason in stiff.reasons:
    print(f"- “{reason.text}”: {reason.message}")

# %% [markdown]
# Three tones: `friendly` for a caption, `polite` for a reply to somebody older, `plain` for a notice.

# %%
tones = {}
for tone in ("friendly", "polite", "plain"):
    tones[tone] = govtext.rewrite(announcement, tone=tone)
    print(f"{tone}: {tones[tone].text}\n")

# %% tags=["hide-input"]
scores = {"As the office wrote it": {"formality": stiff.score}}
scores |= {tone.capitalize(): {"formality": rewrite.after.score} for tone, rewrite in tones.items()}
least = min(tones, key=lambda tone: tones[tone].after.score)
picture = bars(
    f"The {least} tone takes formality from {stiff.score:.2f} to {tones[least].after.score:.2f}",
    scores,
    {"formality": "first"},
    axis="formality, 0 casual to 1 bureaucratic",
    source="an invented announcement, scored by govtext",
    form=".2f",
)
show(picture, "tones.svg")

# %% [markdown]
# Was anything promised or taken away? Facts are compared before a rewrite is offered. You can do that yourself; `()` is
# no difference.

# %%
from govtext.rewriting.facts import differences, facts

print([fact.value for fact in facts(announcement)])
for tone, rewrite in tones.items():
    print(tone, differences(announcement, rewrite.text))

# %% [markdown]
# Friendlier is not yet complete. `lint` says what the post lacks, and what to write instead:

# %%
for finding in govtext.lint(tones["friendly"].text):
    print(f"{finding.severity}: {finding.message}\n   {finding.suggestion}")

# %% [markdown]
# The officer mends it by hand. Now `lint` finds nothing, and a comparison shows just what was added:

# %%
post = """Halo, Sobat! Data penerima bantuan sembako sedang kami perbarui.
Setiap kepala keluarga harus daftar ulang di kantor kelurahan.
Paling lambat 20 Mei 2025 pukul 15.00 WIB, gratis. Bawa fotokopi KTP dan KK, ya.
Kalau tidak mendaftar, bantuan akan dihentikan.
Ada pertanyaan? Tulis di kolom komentar atau WA 0812-0000-0000 😊"""
print("findings:", govtext.lint(post))
print("facts:", [(one.change, one.value) for one in differences(announcement, post)])
print("formality:", govtext.formality(post).level)

# %% [markdown]
# ## Trust
# Every label has a probability. A comment of which the model is unsure is marked, `needs_review`: read those yourself.

# %% tags=["hide-input"]
import pyarrow.parquet as pq

labelled = pq.read_table(OUT / "labelled.parquet").to_pylist()
steps = {"above 90 %": 0.9, "70 to 90 %": 0.7, "50 to 70 %": 0.5, "below 50 %": 0.0}
sure = {step: {"not marked": 0, "marked for review": 0} for step in steps}
for row in labelled:
    step = next(step for step, least in steps.items() if row["sentiment_score"] >= least)
    sure[step]["marked for review" if row["needs_review"] else "not marked"] += 1
marked = sum(row["needs_review"] for row in labelled)
picture = bars(
    f"{marked} of {len(labelled)} comments are marked for a person to read",
    sure,
    {"not marked": "first", "marked for review": "second"},
    axis="comments, by how probable their sentiment is",
    source=SOURCE,
)
show(picture, "review.svg")

# %% [markdown]
# What the models are bad at: irony, replies without what they reply to, and groups that are rarely named.

# %%
for text in (
    "mantap, bansosnya cair ke yg punya mobil 👍",
    "Hebat banget, antre dari subuh terus disuruh pulang",
):
    sentiment = nlp(text).sentiment
    print(f"{sentiment.id} ({sentiment.score:.0%}): {text}")

# %% [markdown]
# Both are complaints in the form of praise. So count labels and follow trends, and read a comment before you act on it.
# `govtext models` shows how often the labels are right.
#
# Mask personal data before you share a comment, and look at the result: masking may miss some.

# %%
comment = "Bantuan ibu saya (Bu Contoh) belum cair. WA 0812-0000-0000, Jl. Contoh No. 5 RT 03"
print(govtext.redact(comment).text)

# %% [markdown]
# Use all of this to hear groups and to answer people, never to judge, mark or look for a person.
#
# Next: your own file ([Archives](archives.md)), [the report](report.md) with replies and dates, labels of your own
# ([Training](training.md)), or govtext inside [pandas and friends](integrations.md).
