"""The tab *Act*: ask somebody a question, whisper a thought, give and take, and see the rules that the person lives by."""
