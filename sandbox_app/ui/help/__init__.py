"""How do I…: the pages of `assets/help/`, shown in a window of their own, with a page of all keys that is made from the menu."""
