"""Rewriting of official Indonesian into plain and friendly Indonesian: words, facts, rules."""
