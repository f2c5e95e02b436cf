"""`reverie look`: what is in a photo."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.files import check_output, read_photo

if TYPE_CHECKING:
    from engine.types.scene import Face, Scene


def look(
    photo: Annotated[str, typer.Argument(metavar="PHOTO", help="A photo; - reads standard input.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON report.")] = False,
    overlay: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Draw what is seen over the photo, .png.")
    ] = None,
) -> None:
    """Say what is in a photo, with advice for a better clip."""
    if overlay is not None:
        check_output(overlay, ".png")

    from bot.settings import load_settings

    scene = load_settings().studio().look(read_photo(photo))
    if overlay is not None:
        from PIL import Image

        from engine.perception.overlay import draw_overlay

        Image.fromarray(draw_overlay(scene)).save(overlay)
    typer.echo(json.dumps(_as_record(scene), ensure_ascii=False) if as_json else _in_words(scene))


def _as_record(scene: "Scene") -> dict[str, Any]:
    return {
        "width": scene.width,
        "height": scene.height,
        "faces": [_face_record(face) for face in scene.faces],
        "bodies": len(scene.bodies),
        "person_share": round(float(scene.matte.mean()), 3),
        "regions": {region.kind.value: round(float(region.cover.mean()), 3) for region in scene.regions},
        "advice": [
            {"code": advice.code.value, "sentence": advice.sentence, "face": advice.face_index}
            for advice in scene.advice
        ],
    }


def _face_record(face: "Face") -> dict[str, Any]:
    return {
        "box": [round(edge, 1) for edge in map(float, face.box)],
        "score": round(float(face.score), 3),
        "yaw_deg": round(float(face.pose.yaw_deg), 1),
        "pitch_deg": round(float(face.pose.pitch_deg), 1),
        "roll_deg": round(float(face.pose.roll_deg), 1),
        "eye_openness_left": round(float(face.eye_openness_left), 3),
        "eye_openness_right": round(float(face.eye_openness_right), 3),
        "mouth_openness": round(float(face.mouth_openness), 3),
    }


def _in_words(scene: "Scene") -> str:
    count = len(scene.faces)
    lines = [f"{scene.width} × {scene.height} pixels, {count or 'no'} {'face' if count == 1 else 'faces'}"]
    for index, face in enumerate(scene.faces):
        lines.append(
            f"  face {index}: {face.width_px:.0f} × {face.height_px:.0f} pixels, yaw {face.pose.yaw_deg:+.0f}°, "
            f"pitch {face.pose.pitch_deg:+.0f}°, roll {face.pose.roll_deg:+.0f}°"
        )
    if scene.regions:
        lines.append("  can move: " + ", ".join(region.kind for region in scene.regions))
    return "\n".join([*lines, *(advice.sentence for advice in scene.advice)])
