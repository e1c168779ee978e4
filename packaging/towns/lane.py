"""Little Lark: one street, five people; for tests and quick starts."""

from towns import nature
from towns.canvas import Canvas
from towns.plans import Building, stamp

KETTLE = Building(
    site="Blue Kettle", wall="cream", roof="red", door="door_blue", window="window_shop", rug="blue",
    rooms={"tea room": "dining room", "kitchen": "kitchen"},
    legend={"M": "counter", "n": "cake_stand", "Z": "kettle_stand"},
    plan="""
################
#SkKKp#hh..n.Z.#
#.....#..MMM...#
#r.2..+........#
#..jjx#>s<.>tt<#
#######....1...#
      #i~~.>s<i#
      ####=#####
""",
)  # fmt: skip
WORKSHOP = Building(
    site="Harrow Workshop", wall="timber", roof="brown", door="door_wood", window="window_shutters",
    rooms={"workroom": "workshop", "store": "store", "yard": "yard"},
    legend={"M": "workbench", "n": "lathe", "Z": "grindstone", "C": "short_counter"},
    plan="""
#############
#MMMM.nn#cvc#
#.......#..c#
#Z.1....+.2.#
#...CC..#vx.#
###=#########
,,,;,,,,,,,,,
WW,;,,3,cc,,,
""",
)  # fmt: skip
THISTLE = Building(
    site="Thistle Cottage", wall="white", roof="thatch", door="door_green", rug="green",
    rooms={"big bedroom": "bedroom", "small bedroom": "bedroom", "living room": "living room", "kitchen": "kitchen",
           "bathroom": "bathroom", "garden": "garden"},
    plan="""
##############
#wDD.#w.B#lHO#
#.DD1#.2B#.5.#
##+###+###+###
#a..FF.#Sk.KK#
#..3...+....4#
#~~~a..#.>tt<#
#~ff~..#p.^..#
#####=########
%,,,,;,,,,,,,%
%'',,;,VVVV,A%
%,6,,;,VVVV,,%
%JJ,,;;;;;;;;o
%%%%%%%%%%%%%%
""",
)  # fmt: skip
BROOK = Building(
    site="Brook Cottage", wall="blue", roof="slate", door="door_red", rug="red",
    rooms={"big bedroom": "bedroom", "small bedroom": "bedroom", "living room": "living room", "kitchen": "kitchen",
           "bathroom": "bathroom", "garden": "garden"},
    plan="""
#############
#wDDg#w.B#lO#
#.DD1#.2B#.5#
##+###+###+##
#a..hh.#Sk.p#
#.3....+...4#
#~ff~R.#>tt<#
#~~~~..#.^.r#
#####=#######
&,,,,;,,,,,Y&
&,QQ,;,'',,,&
o;;;;;,,6,zzz
&&&&&&&&&&&&&
""",
)  # fmt: skip
FERN = Building(
    site="Fern Cottage", wall="brick", roof="brown", door="door_green",
    rooms={"bedroom": "bedroom", "living room": "living room", "bathroom": "bathroom"},
    plan="""
##########
#wB.#lHO.#
#.B1#..3.#
##+####+##
#a.Skrp.i#
#..2.....#
#~~.>tt<.#
#ff...^..#
####=#####
""",
)  # fmt: skip


def draw() -> Canvas:
    """Lay out the lane."""
    canvas = Canvas(60, 36, seed=5)
    canvas.stroke("water", [(60, 9), (54, 13), (51, 20), (46, 27), (47, 36)], 4.2)
    canvas.blob("water", 51.5, 21, 4.5, 3.4)
    fern = stamp(canvas, FERN, 3, 4)
    kettle = stamp(canvas, KETTLE, 15, 4)
    workshop = stamp(canvas, WORKSHOP, 34, 4)
    thistle = stamp(canvas, THISTLE, 3, 19)
    brook = stamp(canvas, BROOK, 25, 20)
    lane = [(-2, 16), (12, 15.2), (26, 15.6), (40, 15), (50, 14.2), (62, 15)]
    canvas.stroke("cobble", lane, 2.6)
    for spot in (fern.doors[0], kettle.doors[0], workshop.doors[0]):
        canvas.stroke("path", [(spot[0] + 0.5, spot[1] + 1), (spot[0] + 0.7, 15.5)], 1.6)
    gate = thistle.gates[0]
    canvas.stroke("path", [(gate[0], gate[1] + 0.5), (gate[0] + 3, gate[1] - 1), (gate[0] + 4.4, 24), (gate[0] + 3, 16)], 1.6)
    gate = brook.gates[0]
    canvas.stroke("path", [(gate[0], gate[1] + 0.5), (gate[0] - 2, gate[1] - 2), (gate[0] - 3, 26), (20.5, 24.4)], 1.6)
    canvas.stroke("path", [(41, 15.5), (42, 22), (41, 30), (38, 34)], 1.6)
    canvas.bridge(51, 13, 7, 3, "planks_v")
    _green(canvas)
    _marks(canvas)
    return canvas


def _green(canvas: Canvas) -> None:
    canvas.thing("park_bench", 43, 19, 2, 1)
    canvas.thing("park_bench", 42, 29, 2, 1)
    canvas.thing("duck_spot", 45, 22)
    canvas.thing("picnic_table", 39, 24, 2, 1)
    for x, name in ((38, "chair_e"), (41, "chair_w")):
        canvas.put("decor", x, 24, name)
    canvas.thing("notice_board", 31, 12, 2, 1)
    canvas.thing("postbox", 13, 13)
    canvas.thing("swing", 38, 28, 2, 1)
    for x in (9, 22, 33, 46):
        nature.tree(canvas, x, 17, "lamp_post")
    nature.tree(canvas, 26, 13, "sign_cafe")
    nature.grove(canvas, 56, 4, 4, 9, ("tree_birch", "tree_oak"))
    nature.grove(canvas, 56, 29, 6, 14, ("tree_oak", "tree_pine", "tree_birch"))
    nature.grove(canvas, 1, 2, 3, 5, ("tree_pine",))
    nature.grove(canvas, 20, 31, 3, 6, ("tree_birch", "tree_cherry"))
    nature.grove(canvas, 30, 1, 3, 4, ("tree_oak",))
    nature.tree(canvas, 46, 18, "tree_willow")
    nature.tree(canvas, 44, 28, "tree_willow")
    nature.sprinkle(canvas, canvas.free(), 0.02, nature.BUSHES, "scenery")
    nature.sprinkle(canvas, canvas.free(), 0.03, nature.FLOWERS)
    nature.banks(canvas)


def _marks(canvas: Canvas) -> None:
    buildings, canvas.marks = canvas.marks, []
    canvas.place("Brook Meadow", boxes=[(0, 0, 60, 36)])
    canvas.place("Lark Lane", boxes=[(0, 12, 60, 6)])
    canvas.place("Duck Green", boxes=[(37, 18, 13, 18)])
    canvas.marks += buildings
