"""The main window: its parts around the map (toolbar, rail, log, status line, cards of trouble), and the rooms that let them work together.

`main_window` makes the parts and connects them; `layout` places them; `moment` shows a world as it is at a moment; `running` lets time
pass; `attention` is what the person looks at; `pages` are the windows beside it; `branches` are bookmarks, forks and second worlds;
`drops` takes what is dragged in.
"""
