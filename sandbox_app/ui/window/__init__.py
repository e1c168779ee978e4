"""The main window and the panels around the map: toolbar, rail of agents, log, status line, welcome page, cards of trouble."""
