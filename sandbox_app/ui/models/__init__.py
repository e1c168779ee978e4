"""The window's page of models: what lies on this computer, how it did when it was tried, and using it."""
