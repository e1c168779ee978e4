"""The memories of an agent: the stream with its filters, one memory with its links and its past, and changing them by hand."""
