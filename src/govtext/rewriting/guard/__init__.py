"""The parts of the fact guard; `govtext.rewriting.facts` is its door."""
