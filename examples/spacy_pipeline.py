"""Our tokens and sentences inside spaCy, with a rule of your own. Run it with: python examples/spacy_pipeline.py."""

from govtext.integrations.spacy import blank

nlp = blank()
ruler = nlp.add_pipe("entity_ruler", config={"phrase_matcher_attr": "NORM"})
ruler.add_patterns([{"label": "PROGRAMME", "pattern": name} for name in ("pkh", "bpnt", "kartu sembako")])
doc = nlp("Min, PKH mbah saya blm cair... Kartu Sembako jg belum 😢 No HP 0812-0000-0000")
for sentence in doc.sents:
    print(sentence.text)
print([(span.text, span.label_) for span in doc.ents])
