"""Label a few comments. Run it with: python examples/quickstart.py."""

import govtext

nlp = govtext.load()
comments = [
    "Min, mbah saya di RT 3 kok gak dapet PKH ya? tetangga yg mampu malah dapet",
    "Matur nuwun pak, posyandune saiki tambah resik 🙏",
    "Harga beras naik terus, buruh harian kaya saya gimana nasibnya",
]
for comment in nlp.pipe(comments):
    topics = ", ".join(topic.name for topic in comment.topics) or "-"
    voices = ", ".join(voice.name for voice in comment.voices) or "-"
    print(comment.text)
    print(f"  poverty: {comment.poverty_related.value}  topics: {topics}  voices: {voices} ({comment.stance.id})")
    print(f"  {comment.sentiment.id}, {comment.intent.id}, {comment.formality.level}")
