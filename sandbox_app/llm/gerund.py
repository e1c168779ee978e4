"""What somebody does as something that goes on: "dip a hand in and wish" -> "dipping a hand in and wishing".

The one place that makes "-ing" forms; minds and scripted answers both use it.
"""

import re

_IRREGULAR = {
    "be": "being", "lie": "lying", "die": "dying", "tie": "tying", "untie": "untying", "vie": "vying",
    "picnic": "picnicking", "mimic": "mimicking", "panic": "panicking", "singe": "singeing", "age": "ageing",
}  # fmt: skip
_ENDS_IN_ING = frozenset("bring sing ring string spring fling swing cling wring sling sting ping wing".split())
"""Verbs that end as if they went on already."""
_CLOSED_SYLLABLE = re.compile(r"(?:[^aeiou]|^|qu)[aeiouy][bdfgklmnprstvz]$")
"""One vowel and one consonant at the end: doubled in words of one syllable."""
_SYLLABLE = re.compile(r"[aeiouy]+")
_SAID_ON_THE_LAST = frozenset(
    """
    admit allot begin commit compel confer control defer enrol equip excel forget format handicap kidnap label travel model
    omit patrol permit prefer program refer regret rebel repel rerun reset submit transfer unclip undo unfit unpin unplug unwrap unzip
    upset worship
    """.split()
)
"""Words of more syllables that double their last letter, as said on the last one or as the English write them."""
_VERBS = _SAID_ON_THE_LAST | frozenset(
    """
    add adjust admire air answer apologise arrange ask bait bake bathe be begin bend blow bow boil breathe brew bring brush build buy call
    carry carve catch change chat check chop choose clamp clean clear climb close collect comb compare cook cool correct count cover cross
    cut dance decide dig dip draw dream dress drink drop dry dust eat empty enjoy explain feed fetch file fill find finish fish fix fold
    fry gather get give glue go grab greet grind hammer hang have hear heat help hit hug hum invite iron jog join jot jump keep kiss knead
    kneel knit laugh lay learn leave let lie lift light listen lock look love make mark measure meet melt mend mix mop move nap note oil
    open order pack paint pat pause pay peel pet pick pin plan plane plant play plot polish pour practise praise pray prepare press prune
    pull push put read relax remember repair repeat rest revise rinse roll rub run sand saw say scrub seal search season see sell send
    serve set sew shape share sharpen shave shop show shut sing sip sit sketch skip sleep slice smell smile smoke smooth soak sob sort
    speak spin split spread stack stand stay step stir stock stop store straighten stretch strip stroll strum study swap sweep swim take
    talk tap taste teach tell tend test thank think throw tidy tie toast trace trim try tune turn untie visit wait wake walk warm wash
    recite watch water weave weed weigh whisper win wind wipe wish wonder work wrap write
    """.split()
)
"""Words that are surely done where they stand after "and"."""
_THINGS_TOGETHER = frozenset({("food", "drink"), ("song", "dance"), ("rest", "sleep"), ("music", "dance")})
"""Words of which the second is no act after the first."""
_NOT_DONE = frozenset(
    "a an the my your his her their our some this that at in on with by for from of no not off out up down away here there nothing".split()
)
"""Words with which what somebody does may begin though they are no verbs."""
_JOINS = ("and", "then", "or")


def gerund(phrase: str) -> str:
    """Return a verb phrase as something that goes on: "knead the dough and sing" -> "kneading the dough and singing".

    A phrase that already goes on ("kneading dough") stays. An adverb in front is stepped over ("quietly read"); after
    "and", "then" or a comma only words that are surely verbs are turned, so that "bread and butter" stays.
    """
    words = phrase.strip().rstrip(".").removeprefix("to ").split(" ")
    at = 1 if len(words) > 1 and words[0].endswith("ly") and words[0] != "fly" else 0
    if words[at].lower() not in _NOT_DONE:
        words[at] = _going_on(words[at])
    for place in range(at + 1, len(words)):
        if _is_another_act(words, place):
            words[place] = _going_on(words[place])
    return " ".join(words)


def _is_another_act(words: list[str], place: int) -> bool:
    """Say whether a word is a further verb: it follows "and" or a comma, perhaps with an adverb between."""
    bare = words[place].rstrip(",;:")
    if bare not in _VERBS:
        return False
    at = place - 1
    if at and words[at].endswith("ly"):
        at -= 1
    before = words[at]
    if before == "and" and at and (words[at - 1], bare) in _THINGS_TOGETHER:
        return False
    return before in _JOINS or before.endswith((",", ";"))


def _going_on(word: str) -> str:
    bare = word.rstrip(",;:")
    return _of_verb(bare) + word[len(bare) :] if bare else word


def _of_verb(word: str) -> str:
    verb = word[:1].lower() + word[1:] if word[1:].islower() or len(word) == 1 else word
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if not verb.isalpha() or (verb.endswith("ing") and verb not in _ENDS_IN_ING and len(verb) > 4):
        return verb
    if verb in _SAID_ON_THE_LAST or (len(_SYLLABLE.findall(verb.replace("qu", "q"))) == 1 and _CLOSED_SYLLABLE.search(verb)):
        return verb + verb[-1] + "ing"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        return verb[:-1] + "ing"
    return verb + "ing"
