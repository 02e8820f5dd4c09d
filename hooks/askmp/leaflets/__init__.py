"""Leaflets, posters and their pages: words, facts, edition codes, typesetting."""
