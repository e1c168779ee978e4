"""Alderwick: where people work, learn, eat and meet."""

from towns.plans import Building

CAFE = Building(
    site="Clover Café", wall="white", roof="green", door="door_green", window="window_shop", rug="green",
    legend={"Z": "coffee_machine", "n": "cake_stand", "M": "counter"},
    rooms={"café room": "dining room", "kitchen": "kitchen", "terrace": "terrace"},
    plan="""
##################
#Sk.KKpr#Z.n.hh..#
#.......+........#
#..2....#MMM..>s<#
#jjx...c#........#
#########>s<.1..i#
;>s<;;3;#....>tt<#
;;;;>s<;#i.....^.#
;>s<;;;;####=#####
;;;;;>s<
""",
)  # fmt: skip
TAVERN = Building(
    site="The Grey Heron", wall="timber", roof="thatch", door="door_red", window="window_shutters",
    legend={"Z": "beer_taps", "n": "dartboard", "M": "bar_counter", "Q": "billiard_table", "X": "picnic_table"},
    rooms={"taproom": "taproom", "kitchen": "kitchen", "guest room": "bedroom", "beer garden": "garden"},
    plan="""
####################
#Sk.pKK#vv.Z..FF.n.#
#......+...........#
#r.2...#.MMM.....PP#
#cc.vv.#.***..1..^.#
###+####>tt<...QQQ.#
#wB..l.#.^.>s<.QQQ.#
#.B.3..#...........#
############=#######
,,,,,,,,,,,,;,,,,,,,
,,>XX<,,>XX<;,4,JJ,,
,,,,,,,,,,,,;,,,,,,,
""",
)  # fmt: skip
BAKERY = Building(
    site="Castellan Bakery", wall="brick", roof="red", door="door_wood", window="window_shop",
    legend={"E": "bread_oven", "n": "kneading_table", "H": "bread_shelf", "M": "counter"},
    rooms={"shop": "hall", "bakehouse": "bakery"},
    plan="""
###############
#EEEE.pk#HHHH.#
#.......+.....#
#.nn.nn.#MMM.1#
#..2...r#.....#
#xx.xx..#>s<.i#
############=##
""",
)  # fmt: skip
GROCERY = Building(
    site="Keane Grocery", wall="cream", roof="brown", door="door_double_l", window="window_shop",
    legend={"H": "shop_shelf", "V": "vegetable_stand", "M": "short_counter", "n": "till", "Z": "scales"},
    rooms={"shop": "hall", "store room": "store"},
    plan="""
###############
#HHHHHH.Z#cxc.#
#........+..2.#
#HHHH..MM#.vvj#
#.......n#.j.c#
#VVVV.1..#cxjj#
#####==########
""",
)  # fmt: skip
SCHOOL = Building(
    site="Alderwick School", wall="brick", roof="slate", door="door_double_l", window="window",
    legend={"K": "blackboard", "n": "school_desk", "M": "teacher_desk", "Z": "globe", "W": "swing", "S": "slide", "D": "sandpit",
            "G": "football_goal"},
    rooms={"big classroom": "classroom", "small classroom": "classroom", "staff room": "office", "entrance": "hall",
           "playground": "playground"},
    plan="""
#########################
#Z.KKKK.hh#.KKKK..Z#ddhh#
#.........#........#^...#
#...MM....#..MM....#...3#
#....1....#.....2..#....#
#.n.n.n.n.#.n.n.n..#a.>s#
#._._._._.#._._._..#....#
#.n.n.n.n.#.n.n.n..##+###
#._._._._.#._._._..#...i#
#####+#########+####....#
#NN....NN........NN..4..#
#####################==##
%,,,,,,,,,,,,,,,,,,,,;;,%
%,WW,WW,,S,,DD,,GG,,,;;,%
%,,,,,,,,S,,DD,,,,,,,;;,%
%,A,,JJ,,,,,,,,,5,,,,;;,%
%%%%%%%%%%%%%%%%%%%%%oo%%
""",
)  # fmt: skip
LIBRARY = Building(
    site="Alder Library", wall="stone", roof="green", door="door_double_l", window="window_arch",
    legend={"n": "card_catalogue", "M": "short_counter", "X": "reading_desk", "Z": "globe"},
    rooms={"reading room": "reading room", "archive": "study"},
    plan="""
#################
#hhhhhh.hhhh#hh.#
#...........#...#
#.>XX<.>XX<.#dd.#
#.....1.....+^.2#
#hh.hh.hh.hh#####
#...........#
#.MM.n.a.a.Z#
#..........i#
#####==######
""",
)  # fmt: skip
TOWN_HALL = Building(
    site="Town Hall", wall="stone", roof="slate", door="door_double_l", window="window_arch",
    legend={"S": "stage", "X": "filing_cabinet", "L": "lectern", "M": "typewriter_desk"},
    rooms={"mayor's office": "office", "clerk's office": "office", "archive": "study", "great hall": "hall", "council room": "dining room"},
    plan="""
######################
#dd.hh#..SSSS..#XX.dd#
#^....#..SSSS..#...^.#
#..1..#...L....#..2..#
#>s<..#NN.NN.NN#.M...#
###+###........###+###
#hh...#NN.NN.NN#.!!!.#
#..3..#....4...#>TTT<#
#.....+........#>TTT<#
#hhhh.#i.......+.^^^5#
#########==###########
""",
)  # fmt: skip
CLINIC = Building(
    site="Alder Clinic", wall="white", roof="red", door="door_blue", window="window",
    legend={"X": "examination_table", "n": "medicine_cabinet", "Z": "microscope", "C": "cot", "M": "short_counter"},
    rooms={"ward": "ward", "surgery": "ward", "waiting room": "hall"},
    plan="""
################
#C.C.C#X.nn.dd.#
#C.C.C#X..2.^..#
#..1..#........#
#.....####+#####
#nZk..+...3....#
#.....#NN.NN.MM#
#.i.a.#i......i#
###########=####
""",
)  # fmt: skip
WORKSHOP = Building(
    site="Brandt Workshop", wall="timber", roof="brown", door="door_wood", window="window_shutters",
    legend={"M": "workbench", "n": "lathe", "Z": "grindstone", "C": "short_counter"},
    rooms={"workroom": "workshop", "timber store": "store", "yard": "yard"},
    plan="""
#############
#MMMM.nn#cvc#
#.......#..c#
#Z.1....+.2.#
#...CC..#vx.#
###=#########
,,,;,,,,,,,,,
WW,;,,3,WW,,,
""",
)  # fmt: skip
FORGE = Building(
    site="The Forge", wall="stone", roof="brown", door="door_wood", window="window",
    legend={"F": "forge", "A": "anvil", "Z": "grindstone", "M": "workbench"},
    rooms={"smithy": "workshop", "coal store": "store", "yard": "yard"},
    plan="""
############
#FF..MM.#cv#
#..A....+.2#
#Z..1..v#vx#
####==######
,,,,;;,,,,,,
WW,,;;,3cc,,
""",
)  # fmt: skip
CHAPEL = Building(
    site="Alder Chapel", wall="stone", roof="slate", door="door_double_l", window="window_arch", chimney=False,
    legend={"A": "altar", "O": "organ", "b": "bell_rope", "L": "lectern", "N": "pew"},
    rooms={"nave": "chapel", "vestry": "study"},
    plan="""
###############
#OO.....b.#ddw#
#^..AA....#^..#
#..L......+.2.#
#....1....#####
#NNN...NNN#
#.........#
#NNN...NNN#
#.........#
#NNN...NNN#
#.........#
####==#####
""",
)  # fmt: skip
CHURCHYARD = Building(
    site="Alder Chapel", legend={"n": "gravestone"}, rooms={"churchyard": "garden"},
    plan="""
,,,,,,I,,,,,,
,n,n,n,,n,n,,
,,,,,,,,,,,,,
,n,n,n,1n,n,I
,,,,,,,,,,,,,
JJ,,',,,',,JJ
""",
)  # fmt: skip
STUDIO = Building(
    site="Boathouse Studio", wall="blue", roof="thatch", door="door_blue", window="window_shop",
    legend={"M": "paint_table", "n": "model_stand", "Z": "potter_wheel", "X": "kiln"},
    rooms={"studio": "hall"},
    plan="""
############
#e.e.e.M.ZX#
#..........#
#..n..1..ff#
#a.......jj#
######=#####
""",
)  # fmt: skip
NURSERY = Building(
    site="Malin Nursery", wall="white", roof="green", door="door_green", window="window_shop", chimney=False,
    legend={"H": "greenhouse_table", "S": "shop_shelf", "M": "short_counter"},
    rooms={"greenhouse": "greenhouse", "flower shop": "hall", "beds": "garden"},
    plan="""
##################
#HH.HH.HH.#SSSS.u#
#.........+......#
#HH.HH.HH.#.MM.2.#
#....1....#.....u#
######=######=####
,,,,,,;,,,,,,;,,,,
,VVVV,;,VVVV,;QQQQ
,VVVV,;,VVVV,;,,3,
,,,,,,;,,,,,,;QQQQ
""",
)  # fmt: skip
GAZETTE = Building(
    site="Alderwick Gazette", wall="brick", roof="slate", door="door_red", window="window_shop",
    legend={"P": "printing_press", "M": "typewriter_desk"},
    rooms={"press room": "office"},
    plan="""
###########
#PP.M.M.hh#
#.........#
#..1..>s<.#
####=######
""",
)  # fmt: skip
