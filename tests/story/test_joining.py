"""Transitions suit the arc; what is named is used."""

from engine.story.joining import transitions
from engine.types.direction import Direction, Emotion, EmotionLabel
from engine.types.storyboard import Arc, Shot, Storyboard, TransitionName


def feeling(valence: float, arousal: float) -> Direction:
    return Direction(emotion=Emotion(label=EmotionLabel.JOY, valence=valence, arousal=arousal))


def joined(*shots: Shot, arc: Arc = Arc.STEADY) -> list[TransitionName]:
    return transitions(Storyboard(shots=shots, arc=arc))


def test_a_calm_film_dissolves() -> None:
    assert joined(*(Shot(photo=i) for i in range(4))) == [TransitionName.DISSOLVE] * 3


def test_a_deep_fall_goes_through_black() -> None:
    fall = (Shot(photo=0, direction=feeling(0.8, 0.0)), Shot(photo=1, direction=feeling(-0.6, 0.0)))
    assert joined(*fall) == [TransitionName.DIP_TO_BLACK]


def test_lively_shots_are_joined_quickly() -> None:
    lively = joined(*(Shot(photo=i, direction=feeling(0.7, 0.8)) for i in range(5)))
    assert set(lively) <= {TransitionName.CUT, TransitionName.SLIDE, TransitionName.ZOOM}
    assert len(set(lively)) > 1


def test_the_same_photo_again_is_cut_and_a_named_transition_kept() -> None:
    again = (Shot(photo=0), Shot(photo=0), Shot(photo=1, transition=TransitionName.FACE_MORPH))
    assert joined(*again) == [TransitionName.CUT, TransitionName.FACE_MORPH]


def test_arcs_differ() -> None:
    films = {tuple(joined(*(Shot(photo=i, direction=feeling(0.4, 0.0)) for i in range(6)), arc=arc)) for arc in Arc}
    assert len(films) == len(Arc)


def test_nothing_sad_comes_out_of_light() -> None:
    for arc in Arc:
        sad = joined(*(Shot(photo=i, direction=feeling(-0.4, 0.0)) for i in range(6)), arc=arc)
        assert not {TransitionName.LIGHT_LEAK, TransitionName.DIP_TO_WHITE} & set(sad)
