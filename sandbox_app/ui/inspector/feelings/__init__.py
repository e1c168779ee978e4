"""What an agent feels: the mood over the day, and the emotions with what brought them."""
