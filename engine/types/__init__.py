"""The types that one stage hands to the next: the vocabulary of the whole project."""
