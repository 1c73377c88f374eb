"""The parts of the fact guard; `govtext.rewrite.facts` is its door."""
