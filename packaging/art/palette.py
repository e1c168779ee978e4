"""The one palette of all pictures: ramps run from dark to light; everything that is drawn uses these colours.

`Colour` is (red, green, blue). Night, dusk and shadows are light laid over the finished picture, not colours of it.
"""

Colour = tuple[int, int, int]

_HEX = {
    "ink": "2b2433 453a4a",
    "stone": "5a5560 7b7680 9f9a97 bfb8ab d8d0bf ece5d6",
    "paper": "faf5e9",
    "wood": "4a2f2a 6b4331 8f5d3d b57f50 d3a56b e8c68f",
    "grass": "2e4f39 44703f 5f8b45 78a24c 83ac53 9fc067 c2d585",
    "pine": "20443f 2f6154 4b8466",
    "water": "2d4a72 3c6d99 5491b6 7fb8cd bfe0e2",
    "red": "6f2b32 9e3f39 c45a44 de8562",
    "sun": "ad662c d9923a f1c058 fae39b",
    "rose": "9c5273 cf8396 efbdb6",
    "violet": "483c6c 745f99 a490c0",
    "teal": "1f4a4c 2f6f6d 62a49a",
    "sand": "b7986a d3b985 e6d3a4",
    "skin": "4f2f25 7f4b35 ad7150 d69d75 f0c7a0 fbe0c6",
}

RAMPS: dict[str, tuple[Colour, ...]] = {
    name: tuple((int(h[0:2], 16), int(h[2:4], 16), int(h[4:6], 16)) for h in line.split()) for name, line in _HEX.items()
}


KEYS = ("kskin", "khair", "ktop", "kbottom")
"""Stand-in ramps of people's parts, three steps each; the program puts a person's own colours in their place."""

RAMPS.update({key: tuple((255, number + 1, step) for step in range(3)) for number, key in enumerate(KEYS)})

SKINS = {
    "pale": "skin3 skin5 skin5",
    "fair": "skin3 skin4 skin5",
    "tan": "skin2 skin3 skin4",
    "brown": "skin1 skin2 skin3",
    "dark": "skin0 skin1 skin2",
}
HAIRS = {
    "black": "ink0 ink1 stone0",
    "brown": "wood0 wood1 wood2",
    "auburn": "red0 red1 red2",
    "red": "red1 red2 red3",
    "blond": "sun1 sun2 sun3",
    "grey": "stone1 stone2 stone3",
    "white": "stone3 stone5 paper0",
}
CLOTHS = {
    "red": "red0 red1 red2",
    "rose": "rose0 rose1 rose2",
    "orange": "red2 sun1 sun2",
    "ochre": "wood2 wood4 wood5",
    "yellow": "sun1 sun2 sun3",
    "green": "grass1 grass2 grass3",
    "olive": "grass0 grass1 grass2",
    "teal": "teal0 teal1 teal2",
    "blue": "water1 water2 water3",
    "navy": "ink0 water0 water1",
    "violet": "violet0 violet1 violet2",
    "brown": "wood0 wood1 wood2",
    "grey": "stone0 stone1 stone2",
    "black": "ink0 ink1 stone0",
    "white": "stone3 stone5 paper0",
    "cream": "sand1 sand2 paper0",
}
"""What the words of a persona's look mean: shade, colour and light of skin, hair and cloth."""


def colour(name: str) -> Colour:
    """Return a colour by ramp and step: "wood3" is the fourth step of the ramp wood, "paper" a ramp of one."""
    base = name.rstrip("0123456789")
    return RAMPS[base][int(name[len(base) :] or 0)]
