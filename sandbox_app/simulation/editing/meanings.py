"""What each setting of a world means, in a sentence for whoever changes it: shown by the window, the command line and the manual.

Where the figures come from is said in `mind/settings.py`.
"""

MEANINGS = {
    "step_seconds": "How many seconds of the town's time one step is.",
    "recency_decay": "How slowly memories fade: the share of its freshness that a memory keeps with every hour since it last came to mind.",
    "weight_recency": "How much it counts for a memory to come to mind that it is fresh.",
    "weight_importance": "How much it counts for a memory to come to mind that it is important.",
    "weight_relevance": "How much it counts for a memory to come to mind that it fits what is thought about.",
    "retrieve_thought": "How many memories come to mind for a thought.",
    "retrieve_talk": "How many memories come to mind before somebody says something.",
    "retrieve_interview": "How many memories come to mind when a person asks somebody a question.",
    "reflection_threshold": "How much must have happened, counted in importance, before somebody stops to think about it.",
    "reflection_memories": "How many of the latest memories somebody looks back at when they stop to think.",
    "reflection_questions": "How many questions somebody asks themselves when they stop to think.",
    "vision": "How many tiles away people in the same room are seen.",
    "attention": "How many of the nearest people and things somebody notices at a time.",
    "retention": "What is among this many of the last things noticed is not noticed again.",
    "talk": "Whether people talk with each other at all.",
    "talk_exchanges": "How many times each one may speak in a talk.",
    "talk_most": "How many people can talk together.",
    "talk_pause_minutes": "How many minutes pass before the same two begin another talk.",
    "react_pause_minutes": "How many minutes pass before somebody thinks again about what another one does nearby.",
    "rating_batch": "For how many memories the model says in one thought how important they are.",
    "prompts": "How much the model is told with each thought: auto takes what suits the model; small models follow short texts better.",
    "thinking": "Whether people think with the model at all; without, they only do what they do every day.",
    "routines": "Whether hours that somebody has planned before are lived by the same plan, without a thought.",
    "free_actions": "Whether people try what comes to their mind, and a game master says whether it works.",
    "house_rules": "Sentences the game master holds to in every case, such as: Nobody may climb the statue.",
    "needs": "Whether people grow hungry, tired and lonely, and see to it.",
    "foresight": "Whether people imagine what would come of talking, giving, taking or hurting before they do it.",
    "weather": "Whether the weather changes by itself; without, it stays until a person changes it.",
    "ahead": "Whether thoughts are asked before they are due, which is quicker; the town lives the same without.",
    "observation": "Whether people remember what they see around them.",
    "reflection": "Whether people stop to think about what has happened, and draw conclusions.",
    "planning": "Whether people plan their days.",
    "beliefs": "Whether people form an opinion of others, and of what others know.",
    "feelings": "Whether people have feelings and moods.",
}
"""A sentence by the setting's name."""
