"""Every family end to end: real pipelines of tiny random parts, led by a real warp film, to an MP4."""

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import skimage.data
import torch
from PIL import Image
from tiny import PIPELINES, pipeline

from engine.errors import CancelledRenderError, RequestError
from engine.models import Models, default_folder
from engine.render.diffusion.families import FAMILIES, Take
from engine.render.diffusion.loading import MissingWeightsError, load, place
from engine.render.diffusion.models import MODELS, DiffusionModel, DiffusionOptions, Lead, model_called
from engine.render.diffusion.renderer import DiffusionRenderer
from engine.render.diffusion.sampling import sample
from engine.render.framing import Framing, frame_of
from engine.render.renderer import Advised, Brief
from engine.studio import Studio
from engine.types.colour import to_rgb
from engine.types.curves import CAMERA_CHANNELS, FACE_CHANNELS, MotionCurves, Track
from engine.types.direction import Direction
from engine.types.frames import Frames
from engine.types.options import RenderOptions
from engine.types.progress import Progress, Stage
from engine.types.scene import AdviceCode, Scene
from engine.video import encode
from engine.video.decoding import decode
from engine.video.interpolation import InterpolatedFrames

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # diffusers and numpy 2

SIDE = 32
FPS = 30
FRAMES = 31


@pytest.fixture(scope="module", params=PIPELINES)
def name(request: pytest.FixtureRequest) -> str:
    value: str = request.param
    return value


@pytest.fixture(scope="module")
def pipe(name: str) -> Any:
    return pipeline(name)


@pytest.fixture(autouse=True, scope="module")
def one_thread() -> None:
    torch.set_num_threads(1)  # tiny tensors lose more by sharing than they gain


def small(name: str) -> DiffusionModel:
    """Return a model of the table, cut down to what a test can wait for."""
    model = MODELS[name]
    frames = 2 * max(model.frame_step, 4) + 1
    return replace(model, width=SIDE, height=SIDE, multiple=32, frames=frames, steps=3)


def take(name: str, seed: int = 0, mask: float = 1.0) -> Take:
    model = small(name)
    ramp = torch.linspace(0.2, 0.8, model.frames).view(-1, 1, 1, 1)
    return Take(
        reference=ramp * torch.ones(model.frames, 3, SIDE, SIDE),
        mask=torch.full((SIDE, SIDE), mask),
        prompt="a person nods slowly",
        negative_prompt="blurry",
        steps=4,
        guidance_scale=3.0,
        fps=8,
        motion=0.5,
        seed=seed,
    )


def run(pipe: Any, name: str, asked: Take, lead: Lead, steps: list[tuple[int, int]] | None = None) -> torch.Tensor:
    told = [] if steps is None else steps
    return sample(
        pipe,
        FAMILIES[MODELS[name].family],
        asked,
        lead,
        on_step=lambda done, total: told.append((done, total)),
        cancelled=lambda: False,
    )


def nodding(scene: Scene, frame_count: int = FRAMES) -> MotionCurves:
    """Return curves on which everybody slowly lowers the head."""
    people = []
    for _ in scene.faces:
        track = Track.at_rest(FACE_CHANNELS, frame_count)
        track.values[:, [channel.name for channel in FACE_CHANNELS].index("pitch_deg")] = np.linspace(
            0, -8, frame_count
        )
        people.append(track)
    return MotionCurves(fps=FPS, camera=Track.at_rest(CAMERA_CHANNELS, frame_count), people=tuple(people))


def renderer(name: str, pipe: Any) -> DiffusionRenderer:
    """Return the engine with a tiny pipeline in the model's place."""
    made = DiffusionRenderer(DiffusionOptions(name), "cpu", lambda *_: pipe)
    made._model = small(name)
    return made


def small_frame(scene: Scene) -> Framing:
    return frame_of(scene, "1:1", 96)


def pictures(film: Frames) -> list[np.ndarray[Any, Any]]:
    return [to_rgb(frame) for frame in film.draw(0, film.frame_count)]


def test_a_take_has_the_reference_s_shape_and_tells_its_steps(pipe: Any, name: str) -> None:
    steps: list[tuple[int, int]] = []
    frames = run(pipe, name, take(name), MODELS[name].lead, steps)
    assert frames.shape == take(name).reference.shape
    assert (frames.min() >= 0) & (frames.max() <= 1)
    assert [done for done, _ in steps] == list(range(1, steps[-1][1] + 1))


def test_the_seed_decides(pipe: Any, name: str) -> None:
    lead = Lead(0.9, 0.6)
    one, same, other = (run(pipe, name, take(name, seed), lead) for seed in (1, 1, 2))
    torch.testing.assert_close(one, same)
    assert (one - other).abs().mean() > 1e-4


def test_led_everywhere_to_the_end_it_decodes_to_the_reference(pipe: Any, name: str) -> None:
    """With a strong level of 0 the model's answers count for nothing; only the VAE is between film and reference."""
    family = FAMILIES[MODELS[name].family]
    asked = take(name)
    frames = run(pipe, name, asked, Lead(0.9, 0.0))
    with torch.inference_mode():
        latents = family.encode(pipe, asked.reference)
        expected = _decoded(pipe, name, latents)
    torch.testing.assert_close(frames, expected, rtol=0, atol=5e-3)


def _decoded(pipe: Any, name: str, latents: torch.Tensor) -> torch.Tensor:
    """Decode latents as the pipeline does, through its own last lines."""
    match MODELS[name].family:
        case "wan":
            config = pipe.vae.config
            mean, deviation = (
                torch.tensor(values).view(1, -1, 1, 1, 1) for values in (config.latents_mean, config.latents_std)
            )
            video = pipe.vae.decode(latents * deviation + mean, return_dict=False)[0]
        case "ltx":
            mean, deviation = pipe.vae.latents_mean.view(1, -1, 1, 1, 1), pipe.vae.latents_std.view(1, -1, 1, 1, 1)
            video = pipe.vae.decode(latents * deviation + mean, return_dict=False)[0]
        case "cogvideox":
            video = pipe.decode_latents(latents)
        case _:
            video = pipe.decode_latents(latents, latents.shape[1], 4)
    frames: torch.Tensor = pipe.video_processor.postprocess_video(video, output_type="pt")[0]
    return frames.float()


def test_a_take_can_be_cancelled_between_two_steps(pipe: Any, name: str) -> None:
    done: list[int] = []
    with pytest.raises(CancelledRenderError):
        sample(
            pipe,
            FAMILIES[MODELS[name].family],
            take(name),
            Lead(0.95, 0.9),
            on_step=lambda step, _: done.append(step),
            cancelled=lambda: bool(done),
        )
    assert done == [1]


def test_a_photo_becomes_an_mp4(pipe: Any, name: str, scene: Scene, tmp_path: Path) -> None:
    """Several takes are joined, the first frame is the photo's, and all moments are there at the film's speed."""
    steps: list[tuple[int, int]] = []
    brief = Brief(Direction(), 0, lambda done, total: steps.append((done, total)))
    film = renderer(name, pipe).prepare(scene, nodding(scene), small_frame(scene), brief)
    assert film.fps == MODELS[name].fps
    assert (film.frame_count - 1) / film.fps >= (FRAMES - 1) / FPS
    assert steps[-1][0] == steps[-1][1]
    assert [done for done, _ in steps] == sorted({done for done, _ in steps})
    smooth = InterpolatedFrames(film, FPS)
    assert smooth.frame_count >= FRAMES
    encode(smooth, tmp_path / "film.mp4")
    shown = list(decode(tmp_path / "film.mp4"))
    assert len(shown) == smooth.frame_count
    still = renderer(name, pipe)._warp.prepare(scene, nodding(scene), small_frame(scene))
    first, warped = pictures(film)[0].astype(int), to_rgb(next(still.draw(0, 1))).astype(int)
    assert np.abs(first - warped).mean() < 1.5


def test_a_loop_ends_where_it_began(pipe: Any, name: str, scene: Scene) -> None:
    still = MotionCurves(
        fps=FPS,
        camera=Track.at_rest(CAMERA_CHANNELS, FRAMES),
        people=tuple(Track.at_rest(FACE_CHANNELS, FRAMES) for _ in scene.faces),
    )
    shown = pictures(renderer(name, pipe).prepare(scene, still, small_frame(scene), Brief(Direction(loop=True))))
    assert np.abs(shown[-1].astype(int) - shown[0]).mean() < 1.5


def test_where_there_is_no_room_it_tries_smaller_and_then_moves_the_photo(scene: Scene) -> None:
    class Full:
        """A pipeline on a GPU that has no room."""

        vae = torch.nn.Linear(1, 1)

        def __getattr__(self, _: str) -> Any:
            raise torch.OutOfMemoryError("no room")

    made = DiffusionRenderer(DiffusionOptions("svd-xt"), "cpu", lambda *_: Full())
    film = made.prepare(scene, nodding(scene), small_frame(scene))
    assert isinstance(film, Advised)
    assert [advice.code for advice in film.advice] == [AdviceCode.GPU_FULL]
    assert (film.fps, film.frame_count) == (FPS, FRAMES)
    assert len(list(film.draw(0, 3))) == 3


def test_the_model_is_loaded_once(scene: Scene) -> None:
    loaded: list[str] = []
    pipe = pipeline("svd-xt")

    def load_once(model: DiffusionModel, _options: DiffusionOptions, _device: str) -> Any:
        loaded.append(model.repository)
        return pipe

    made = DiffusionRenderer(DiffusionOptions("svd-xt"), "cpu", load_once)
    made._model = small("svd-xt")
    for _ in range(2):
        made.prepare(scene, nodding(scene, 6), small_frame(scene))
    assert loaded == [MODELS["svd-xt"].repository]


def test_a_folder_with_a_pipeline_is_loaded_from_safetensors(tmp_path: Path) -> None:
    pipeline("svd-xt").save_pretrained(tmp_path / "model", safe_serialization=True)
    model = model_called(str(tmp_path / "model"))
    assert (model.family, model.repository) == ("stable_video", str(tmp_path / "model"))
    pipe = load(model, DiffusionOptions(model.repository), "cpu")
    assert run(pipe, "svd-xt", take("svd-xt"), Lead(0.9, 0.5)).shape == take("svd-xt").reference.shape


def test_weights_that_are_not_here_are_not_downloaded_unasked(tmp_path: Path) -> None:
    (tmp_path / "model_index.json").write_text(json.dumps({"_class_name": "WanImageToVideoPipeline"}))
    model = model_called(str(tmp_path))
    with pytest.raises(MissingWeightsError, match="REVERIE_DIFFUSION_DOWNLOAD"):
        load(replace(model, repository=str(tmp_path / "nothing")), DiffusionOptions(), "cpu")


@pytest.mark.parametrize("content", [None, "", "[]", '{"_class_name": "FluxPipeline"}'])
def test_what_is_no_model_is_refused_in_one_sentence(content: str | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "model_index.json").write_text(content)
    with pytest.raises(RequestError):
        model_called(str(tmp_path))


class Placed:
    """A pipeline that notes how it was put on the GPU."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.vae = self

    def to(self, device: str) -> None:
        self.done.append(f"to {device}")

    def enable_model_cpu_offload(self, device: str) -> None:
        self.done.append("parts")

    def enable_sequential_cpu_offload(self, device: str) -> None:
        self.done.append("layers")

    def enable_tiling(self) -> None:
        self.done.append("tiles")


@pytest.mark.parametrize(
    ("free_gb", "done"),
    [(80, ["to cuda"]), (24, ["to cuda", "tiles"]), (16, ["parts", "tiles"]), (6, ["layers", "tiles"])],
)
def test_a_model_goes_where_there_is_room(free_gb: float, done: list[str]) -> None:
    placed = Placed()
    place(placed, MODELS["wan2.2-5b"], "cuda", free_gb)
    assert placed.done == done


def test_the_studio_makes_a_clip_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MODELS, "svd-xt", small("svd-xt"))
    pipeline("svd-xt").save_pretrained(tmp_path / "model", safe_serialization=True)
    studio = Studio(
        Models(default_folder()),
        engine="diffusion",
        device="cpu",
        diffusion=DiffusionOptions(str(tmp_path / "model")),
    )
    photo = io.BytesIO()
    Image.fromarray(skimage.data.astronaut()).save(photo, "png")
    told: list[Progress] = []
    report = studio.animate(
        photo.getvalue(),
        "a slow nod",
        tmp_path / "film.mp4",
        RenderOptions(seconds=1.0, size_px=160),
        on_progress=told.append,
    )
    assert (report.clip.fps, report.clip.frame_count) == (30, 30)
    assert len(list(decode(tmp_path / "film.mp4"))) == 30
    shares = [each.done / each.total for each in told if each.stage is Stage.RENDER]
    assert shares == sorted(shares)
    assert 0 < shares[2] < 0.9
    assert shares[-1] == 1.0
