"""Made-up people for a town: households, work, temper and ties that fit, from a number and a few words of description."""

from sandbox_app.town.population.description import Wanted, read_description
from sandbox_app.town.population.people import populate

__all__ = ["Wanted", "populate", "read_description"]
