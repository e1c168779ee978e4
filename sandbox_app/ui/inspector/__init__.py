"""The inspector at the right: the selected agent (now, plan, memories, thoughts), place or thing."""
