"""Labels on spaCy docs: which words speak for which group. Run it with: python examples/spacy_component.py."""

import spacy

nlp = spacy.blank("xx")  # or any pipeline of yours: spacy.load(…)
nlp.add_pipe("govtext", config={"model": "fast"})
comments = [
    "Min, mbah saya janda di RT 3 kok gak dapet PKH ya?",
    "Nelayan kecil susah cari solar, tolong dibantu pak",
    "Matur nuwun pak, posyandune saiki resik lan cepet 🙏",
]
for doc in nlp.pipe(comments, batch_size=256):  # one call of the model a batch
    print(doc.text)
    print(f"  {doc._.govtext.sentiment.id}, {doc._.govtext.intent.id}, negative: {doc.cats['sentiment.negative']:.2f}")
    for span in (*doc.spans["topics"], *doc.spans["voices"]):
        print(f"  {span.text!r} speaks for {span._.govtext.name}")
