"""How drafting with a model is tried: answers that tell the truth in free words, and the same with inventions planted in them."""
