"""Feelings: events appraised against an agent's goals, standards and tastes become emotions that fade, and a mood that lags behind.

Pure arithmetic, no model and no world: what is appraised comes in as words and numbers, what is felt goes out as data. The
theory is OCC (Ortony, Clore, Collins: "The Cognitive Structure of Emotions", 1988), the figures are those of FAtiMA (Dias,
Mascarenhas, Paiva: "FAtiMA Modular: Towards an Agent Architecture with a Generic Appraisal Framework", 2014).
"""
