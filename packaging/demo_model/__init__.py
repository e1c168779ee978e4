"""How the demo model is made: towns, teacher's answers, tokenizer, network, training, export and evaluation.

Needs torch, tokenizers and gguf (the extra `train`); the program itself uses none of this.
"""
