"""Who somebody is, as fields to write in; every change is checked before it is made."""
