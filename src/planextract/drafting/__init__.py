"""A first declaration of a parser, drawn up from one document: what its headings are, and what they could mean."""
