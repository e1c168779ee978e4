"""The page of what this program is, and of the licences it and its parts are under (`sandbox_app.licences`)."""
