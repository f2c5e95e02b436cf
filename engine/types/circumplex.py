"""Where each mood lies between unpleasant and pleasant, asleep and agitated.

Sources: R = Russell & Mehrabian (1977), "Evidence for a three-factor theory of emotions", J. Research in Personality
11:273–294, the mean ratings of the nearest adjective, already on −1…1; the others are a design choice, placed between
their neighbours so that they agree with how the moods are played.
"""

from engine.types.direction import EmotionLabel

_L = EmotionLabel

VALENCE_AROUSAL: dict[EmotionLabel, tuple[float, float]] = {
    _L.NEUTRAL: (0.0, 0.0),
    _L.JOY: (0.76, 0.48),  # R joyful
    _L.AMUSEMENT: (0.70, 0.50),
    _L.EXCITEMENT: (0.62, 0.75),  # R excited
    _L.LOVE: (0.82, 0.65),  # R in love
    _L.TENDERNESS: (0.70, 0.15),
    _L.GRATITUDE: (0.61, 0.10),  # R thankful
    _L.PRIDE: (0.77, 0.38),  # R proud
    _L.RELIEF: (0.55, -0.20),
    _L.HOPE: (0.51, 0.23),  # R hopeful
    _L.CONFIDENCE: (0.60, 0.30),
    _L.CONTENTMENT: (0.70, -0.20),
    _L.CALM: (0.68, -0.46),  # R relaxed
    _L.AWE: (0.40, 0.50),
    _L.SURPRISE: (0.40, 0.67),  # R surprised
    _L.CURIOSITY: (0.22, 0.62),  # R curious
    _L.PLAYFUL: (0.65, 0.60),
    _L.FLIRTY: (0.60, 0.50),
    _L.NOSTALGIA: (0.15, -0.25),
    _L.WISTFUL: (-0.20, -0.40),
    _L.LONGING: (-0.20, 0.10),
    _L.MELANCHOLY: (-0.40, -0.40),
    _L.SADNESS: (-0.63, -0.27),  # R sad
    _L.GRIEF: (-0.80, -0.20),
    _L.LONELINESS: (-0.66, -0.43),  # R lonely
    _L.REGRET: (-0.52, 0.02),  # R regretful
    _L.EMBARRASSMENT: (-0.46, 0.54),  # R embarrassed
    _L.SHY: (-0.15, 0.06),  # R shy
    _L.TIRED: (-0.25, -0.65),
    _L.BOREDOM: (-0.65, -0.62),  # R bored
    _L.CONFUSION: (-0.53, 0.27),  # R confused
    _L.THOUGHTFUL: (0.10, -0.25),
    _L.DETERMINATION: (0.25, 0.50),
    _L.ANGER: (-0.51, 0.59),  # R angry
    _L.ANNOYANCE: (-0.45, 0.40),
    _L.CONTEMPT: (-0.35, 0.30),
    _L.DISGUST: (-0.60, 0.35),  # R disgusted
    _L.FEAR: (-0.64, 0.60),  # R fearful
    _L.ANXIETY: (-0.45, 0.60),
}
"""Valence and arousal of every label, −1…1."""
