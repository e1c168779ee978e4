"""Small turns of English that sentences about acts need. No names, no pronouns, no places."""

import re

_IRREGULAR = {word: word + "ing" for word in "bring sing ring string spring fling swing cling wring sling sting".split()} | {
    "be": "being",
    "lie": "lying",
    "die": "dying",
    "tie": "tying",
    "see": "seeing",
    "flee": "fleeing",
    "agree": "agreeing",
}
_DOUBLED = frozenset(
    """
    sit run chat plan stop get set put cut shop jog swim begin pat knit mop nap hug tap chop stir drag skip
    trim wrap scrub hum rub dig drop grab hit let pin plot rob shut sip slip spin step strip tip trip nod blot
    jot dot plod win zip clap clip flip pet ship snap sob swap unwrap dip label
    """.split()
)
_VERBS = _DOUBLED | frozenset(
    """
    add air answer arrange ask bake begin breathe brew bring brush buy call carry catch change check clean clear close
    collect comb clamp cook count cover dance draw dream dress drink dry dust eat empty enjoy feed fetch fill find finish
    fix fold gather get give go greet grind hang have heat help invite iron join keep kneel knead lay learn
    leave lie light listen look make mark measure meet mend mix move oil open order paint pack pay plant play polish
    pour practise pray prepare press put read relax repair rest rinse roll sand say seal season see sell serve sew
    share sharpen shave show sing sketch sleep smoke soak sort spread stack stand stay stock store stretch
    stroll study sweep take talk taste tell tend think tidy toast try tune turn visit wait walk warm wash watch
    water weed weigh wind wipe wish wonder work write
    """.split()
)
_NOT_VERBS = frozenset("morning evening thing king nothing something string spring".split())


def gerund(phrase: str) -> str:
    """Return a verb phrase as something that goes on: "knead the dough and sing" -> "kneading the dough and singing".

    A phrase that already goes on ("kneading dough") stays. An adverb in front is stepped over ("quietly read"); after
    "and", "then" or a comma only words that are surely verbs are turned, so that "bread and butter" stays.
    """
    words = phrase.strip().rstrip(".").split(" ")
    at = 1 if len(words) > 1 and words[0].endswith("ly") else 0
    words[at] = _gerund_of(words[at])
    for place in range(at + 1, len(words)):
        before, bare = words[place - 1], words[place].rstrip(",;")
        if (before in ("and", "then", "or") or before.endswith((",", ";"))) and bare in _VERBS:
            words[place] = _gerund_of(words[place])
    return " ".join(words)


def _gerund_of(word: str) -> str:
    bare = word.rstrip(",;:")
    return _gerund_of_bare(bare) + word[len(bare) :] if bare else word


def _gerund_of_bare(word: str) -> str:
    verb = word[:1].lower() + word[1:] if word[1:].islower() or len(word) == 1 else word
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if (verb.endswith("ing") and len(verb) > 4 and verb not in _NOT_VERBS) or not verb.isalpha():
        return verb
    if verb in _DOUBLED:
        return verb + verb[-1] + "ing"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        return verb[:-1] + "ing"
    return verb + "ing"


def sentence(text: str) -> str:
    """Return a text with a full stop at its end, unless it has an end mark."""
    text = text.strip()
    return text if re.search(r"[.!?…\"]$", text) else text + "."


def listed(names: list[str]) -> str:
    """Return names as people say them: "A", "A and B", "A, B and C"."""
    if len(names) < 2:
        return "".join(names)
    return ", ".join(names[:-1]) + " and " + names[-1]


def bounded(text: str, most: int) -> str:
    """Return a text cut at a word so that it has at most `most` characters, on one line, without characters that forms use."""
    text = re.sub(r"[\x00-\x1f\x7f|{}]+", " ", text).strip()
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"
