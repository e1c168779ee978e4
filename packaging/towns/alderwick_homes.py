"""Alderwick: the houses people live in."""

from towns.plans import Building, mirrored

_COTTAGE = {
    "big bedroom": "bedroom", "small bedroom": "bedroom", "bathroom": "bathroom", "living room": "living room", "kitchen": "kitchen",
    "garden": "garden",
}  # fmt: skip

QUINCE = Building(
    site="Quince Cottage", wall="cream", roof="red", door="door_green", rug="red", window="window_shutters",
    rooms={"Ines's room": "bedroom", "Noor's room": "bedroom", "bathroom": "bathroom", "living room": "living room", "kitchen": "kitchen",
           "garden": "garden"},
    plan="""
##############
#wB.g#w.B.#lO#
#.B.1#..B2#LL#
#....#....#3.#
##+####+###+##
#a.hhFF.i#S.k#
#...4....+..5#
#~~~~>tt<#p.r#
#~ff~.^..#KK.#
#####=########
&,,,,;,,,,Y,,&
&QQ,';',,,,,,&
&,,6,;,VVVV,X&
&JJ,,;,VVVV,,&
&&&&&o&&&&&&&&
""",
)  # fmt: skip
MILL = Building(
    site="Mill House", wall="timber", roof="brown", door="door_red", rug="blue",
    legend={"M": "swing"},
    rooms={"parents' room": "bedroom", "Emil's room": "bedroom", "Lotte's room": "bedroom", "bathroom": "bathroom",
           "living room": "living room", "kitchen": "kitchen", "garden": "garden"},
    plan="""
#################
#wDDg#Bwy#Byw#lO#
#.DD1#B2.#B3.#LL#
#....#...#...#4.#
##+####+###+##+##
#a.hhFF.PP#.Sk.p#
#...5...^.+....6#
#~~~~.>tt<#KK..r#
#~ff~...^.#..>s<#
#####=###########
%,,,,;,,,,,,,,,,%
%',7,;,VVVV,zzz,%
%,,,,;,VVVV,,,,,%
%JJ,A;,,MM,,QQQQ%
%%%%%o%%%%%%%%%%%
""",
)  # fmt: skip
FINCH = Building(
    site="Finch House", wall="brick", roof="slate", door="door_green", rug="green", window="window_shutters",
    rooms={"bedroom": "bedroom", "study": "study", "bathroom": "bathroom", "living room": "living room", "kitchen": "kitchen",
           "garden": "garden"},
    plan="""
###############
#wDDg#dd.hh#lO#
#.DD1#^.2.a#LL#
#....#.....#3.#
##+####+####+##
#a.FFhh.R#Sk.p#
#...4....+...5#
#~~~~.a..#KK.r#
#~ff~.>tt#....#
#......^.#....#
#####=#########
&,,,,;,,,,,,,,&
&QQ,';'VV,,Y,,&
&,,6,;,VV,,,,E&
&JJ,,;,,,QQQQ,&
&&&&&o&&&&&&&&&
""",
)  # fmt: skip
SORREL = Building(
    site="Sorrel Cottage", wall="white", roof="thatch", door="door_blue", rug="green",
    rooms={**_COTTAGE, "small bedroom": "bedroom"},
    plan="""
##############
#wDD.#w.B#lHO#
#.DD1#.2B#.3.#
##+###+###+###
#a..FF.#Sk.KK#
#..4...+....5#
#~~~a..#.>tt<#
#~ff~.i#p.^..#
#####=########
%,,,,;,,,,,,,%
%'',,;,VVVV,A%
%,6,,;,VVVV,,%
%JJ,,;,,,,,zzz
%%%%%o%%%%%%%%
""",
)  # fmt: skip
ROPE = Building(
    site="Rope House", wall="blue", roof="slate", door="door_red", rug="blue",
    legend={"M": "record_player"},
    rooms={"bedroom": "bedroom", "music room": "study", "bathroom": "bathroom", "living room": "living room", "kitchen": "kitchen",
           "garden": "garden"},
    floors={"music room": "floor_carpet_red"},
    plan=mirrored("""
###############
#wDDg#PP.hh#lO#
#.DD1#^.2.M#LL#
#....#..a..#3.#
##+####+####+##
#a.hhFF.i#Sk.p#
#...4....+...5#
#~~~~.>tt#KK.r#
#~ff~...^#....#
#####=#########
%,,,,;,,,,,,,,%
%QQ,';',,,,C,,%
%,,6,;,VV,,,,,%
%JJ,,;,VV,bQQ,%
%%%%%o%%%%%%%%%
"""),
)  # fmt: skip
LARCHES = Building(
    site="The Larches", wall="cream", roof="brown", door="door_blue", rug="red", window="window_shutters",
    legend={"M": "picnic_table"},
    rooms={"Jonas's room": "bedroom", "Priya's room": "bedroom", "Kasper's room": "bedroom", "Fenna's room": "bedroom",
           "bathroom": "bathroom", "corridor": "hall", "parlour": "living room", "kitchen": "kitchen", "Ottilie's room": "bedroom",
           "garden": "garden"},
    plan="""
#########################
#wBdd#wBdd#wBdd#wBee#lOH#
#.B^.#.B^.#.B^.#.B..#...#
#1...#2...#3...#4..m#5LL#
###+####+####+####+##+###
#6.......i.............m#
####+########+#######+###
#FFa.hh..#Sk..KKp#wDD.dd#
#...7....+.......#.DD.^.#
#~~~~.PP.#>TTT<.8#..9.hh#
#~ff~.^..#>TTT<.r#.a..R.#
#..G.....#.^^^...#......#
######=##################
%,,,,,;,,,,,,,,,,,,,,,,,%
%QQ,A,;,VVVV,,,,zzz,,Y,,%
%,,,,,;,VVVV,,α,,,,,,,,,%
%JJ,',;,,,,,>MM<,b,,,A,,%
%%%%%%o%%%%%%%%%%%%%%%%%%
""",
)  # fmt: skip
ROTH = Building(
    site="Roth House", wall="stone", roof="green", door="door_blue", rug="blue",
    legend={"Z": "workbench"}, names={"workbench": "clock bench"},
    rooms={"Helene's room": "bedroom", "Albert's room": "bedroom", "bathroom": "bathroom", "living room": "living room",
           "kitchen": "kitchen", "clock room": "workshop", "garden": "garden"},
    plan="""
##############
#wBg.#.Bw.#lO#
#.B.1#.B.2#LL#
#....#....#3.#
##+####+###+##
#a.hhFF.i#S.k#
#...4....+..5#
#~~~~>tt<#p.r#
#~ff~.^..#KK.#
#####+##=#####
#ZZ...#,;,,,,%
#..6..#,;,,,7%
#..hh.#,;',JJ%
#######,;QQQQ%
      %%o%%%%%
""",
)  # fmt: skip
PARSONAGE = Building(
    site="The Parsonage", wall="white", roof="slate", door="door_green",
    rooms={"bedroom": "bedroom", "bathroom": "bathroom", "living room": "living room", "garden": "garden"},
    plan="""
##########
#wB.#lHO.#
#.B1#..2.#
##+####+##
#a.Skrp.i#
#..3.....#
#~~.>tt<.#
#ff...^dd#
#......^.#
####=#####
&,,,;,,,,&
&QQ,;,4VV&
&Y,,;,,VV&
&&&&o&&&&&
""",
)  # fmt: skip
SHUTTERS = Building(
    site="Green Shutters", wall="cream", roof="green", door="door_green", rug="green", window="window_shutters",
    rooms=_COTTAGE,
    plan=mirrored("""
#############
#wDDg#w.B#lO#
#.DD1#.2B#.3#
##+###+###+##
#a..hh.#Sk.p#
#.4....+...5#
#~ff~R.#>tt<#
#~~~~..#.^.r#
#####=#######
%,,,,;,,,,,,%
%,QQ,;,'',Y,%
%,,,,;,6,,,,%
%WW,,;,VVVV,%
%,,C,;,VVVV,%
%%%%%o%%%%%%%
"""),
)  # fmt: skip
FARMHOUSE = Building(
    site="Malin Farm", wall="brick", roof="red", door="door_wood", rug="green", window="window_shutters",
    legend={"M": "well", "n": "beehive"},
    rooms={"bedroom": "bedroom", "spare room": "bedroom", "bathroom": "bathroom", "living room": "living room", "kitchen": "kitchen",
           "yard": "yard"},
    plan="""
################
#wDDg#.B.hh#lO.#
#.DD1#.B2..#LL.#
#....#.....#..3#
##+####+#####+##
#a.FFhh..#Sk..p#
#...4....+....5#
#~~~~.>tt#KK..r#
#~ff~..^.#.>tt<#
#........#..^..#
#####=##########
%,,,,;,,,,,,,,,%
%VVVV;,M,,zzz,,%
%VVVV;,,,,,,,,,%
%,,,,;,6,,,nnn,%
%%%%%o%%%%%%%%%%
""",
)  # fmt: skip
BARN = Building(
    site="Malin Farm", wall="timber", roof="brown", door="door_wood", window="window", chimney=False,
    legend={"M": "chicken_coop", "n": "cart", "Z": "workbench"},
    rooms={"barn": "barn", "hen run": "pasture"},
    plan="""
##########
#ZZ.xxcc.#
#........#
#.nn..1jj#
###==#####
%,,,,,,,,%
%MM,,2,MM%
%,,,,,,,,%
%%%o%%%%%%
""",
)  # fmt: skip

HOMES = (QUINCE, MILL, FINCH, SORREL, ROPE, LARCHES, ROTH, PARSONAGE, SHUTTERS, FARMHOUSE, BARN)
