"""The acting report: the whole repertoire on a set of photos, filmed, measured again and shown on one page."""
