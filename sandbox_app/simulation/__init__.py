"""The living world: state, events, the step loop, interventions, and the runner process that the window talks to."""
