"""Why something happened: the sentence, what was remembered for it, what was asked and answered, and what it came from."""
