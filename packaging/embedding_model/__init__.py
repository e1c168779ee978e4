"""How the embedding model that ships is made: all-MiniLM-L6-v2 in llama.cpp's format, and the proof that its vectors stayed the same."""
