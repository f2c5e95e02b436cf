"""The two clocks, as mathematics: schedulers alone, with denoisers whose answer is known."""

from collections.abc import Callable

import pytest
import torch
from diffusers import CogVideoXDDIMScheduler, EulerDiscreteScheduler, FlowMatchEulerDiscreteScheduler
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.render.diffusion.guidance import NEVER, Guide, GuidedDdim, GuidedEdm, GuidedFlow, TwoClocks

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # diffusers and numpy 2

STEPS = 20
SHAPE = (1, 4, 5, 6, 6)

Denoiser = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]


def flow() -> GuidedFlow:
    return GuidedFlow(shift=5.0)


def edm() -> GuidedEdm:
    return GuidedEdm(
        prediction_type="v_prediction",
        timestep_type="continuous",
        timestep_spacing="leading",
        interpolation_type="linear",
        use_karras_sigmas=True,
        sigma_min=0.002,
        sigma_max=700.0,
    )


def ddim() -> GuidedDdim:
    return GuidedDdim(prediction_type="v_prediction", timestep_spacing="trailing", rescale_betas_zero_snr=True)


FAMILIES = {"flow": flow, "edm": edm, "ddim": ddim}
PLAIN = {"flow": FlowMatchEulerDiscreteScheduler, "edm": EulerDiscreteScheduler, "ddim": CogVideoXDDIMScheduler}


def noise(seed: int) -> torch.Tensor:
    return torch.randn(SHAPE, generator=torch.Generator().manual_seed(seed))


def answer(scheduler: TwoClocks, sample: torch.Tensor, timestep: torch.Tensor, clean: torch.Tensor) -> torch.Tensor:
    """Return what a model must answer at a sample to mean that `clean` is behind the noise."""
    if isinstance(scheduler, GuidedFlow):
        sigma = timestep / scheduler.config.num_train_timesteps
        return (sample - clean) / sigma
    if isinstance(scheduler, GuidedEdm):
        sigma = torch.exp(4 * timestep)  # v = (sample − (σ²+1) x₀ …) solved for the answer, Karras et al. 2022
        return (sample / (sigma**2 + 1) - clean) * (sigma**2 + 1) ** 0.5 / sigma
    assert isinstance(scheduler, GuidedDdim)
    kept = scheduler.alphas_cumprod[int(timestep)]
    return (kept**0.5 * sample - clean) / (1 - kept) ** 0.5


def sample(scheduler: TwoClocks, guide: Guide, denoise: Denoiser, steps: int = STEPS) -> torch.Tensor:
    """Sample as a pipeline does."""
    latents = scheduler.first_latents(guide, steps)
    scheduler.guide = guide
    scheduler.set_timesteps(steps)
    latents = latents * float(scheduler.init_noise_sigma if isinstance(scheduler, GuidedEdm) else 1.0)
    for timestep in scheduler.timesteps:
        if isinstance(scheduler, GuidedEdm):
            scheduler.scale_model_input(latents, timestep)
        latents = scheduler.step(denoise(latents, timestep), timestep, latents, return_dict=False)[0]
    return latents


@pytest.mark.parametrize("family", FAMILIES)
def test_a_denoiser_that_knows_the_film_gives_the_film(family: str) -> None:
    scheduler, clean = FAMILIES[family](), noise(0)
    guide = Guide(noise(1), noise(2), torch.full(SHAPE, NEVER), 0.9)
    film = sample(scheduler, guide, lambda latents, timestep: answer(scheduler, latents, timestep, clean))
    torch.testing.assert_close(film, clean, rtol=0, atol=2e-3)


@pytest.mark.parametrize("family", FAMILIES)
def test_led_everywhere_to_the_end_it_is_the_reference(family: str) -> None:
    scheduler, reference = FAMILIES[family](), noise(0)
    guide = Guide(reference, noise(1), torch.zeros(SHAPE), 0.9)
    film = sample(scheduler, guide, lambda latents, _: noise(2) * latents.std())
    torch.testing.assert_close(film, reference, rtol=0, atol=2e-2 if family == "edm" else 1e-3)


@pytest.mark.parametrize("family", FAMILIES)
def test_led_nowhere_it_samples_plainly_from_the_weak_level(family: str) -> None:
    guided, guide = FAMILIES[family](), Guide(noise(0), noise(1), torch.full(SHAPE, NEVER), 0.85)

    def denoise(latents: torch.Tensor, timestep: torch.Tensor) -> torch.Tensor:
        return torch.tanh(latents) * 0.3

    film = sample(guided, guide, denoise)
    plain = PLAIN[family].from_config(guided.config)
    plain.set_timesteps(STEPS)
    plain.timesteps = guided.timesteps
    if family != "ddim":
        plain.sigmas = guided.sigmas
    latents = guided.first_latents(guide, STEPS) * float(plain.init_noise_sigma if family == "edm" else 1.0)
    for timestep in plain.timesteps:
        if family == "edm":
            plain.scale_model_input(latents, timestep)
        latents = plain.step(denoise(latents, timestep), timestep, latents, return_dict=False)[0]
    torch.testing.assert_close(film, latents)


@pytest.mark.parametrize("family", FAMILIES)
def test_where_it_leads_the_sample_equals_the_reference_at_the_strong_level(family: str) -> None:
    scheduler = FAMILIES[family]()
    strong = 0.8
    levels = torch.full(SHAPE, NEVER)
    levels[..., :3] = strong
    guide = Guide(noise(0), noise(1), levels, 0.95)
    seen: list[tuple[float, torch.Tensor]] = []
    step = scheduler.step

    def watched(*args: object, **options: object) -> tuple[torch.Tensor, ...]:
        result: tuple[torch.Tensor, ...] = step(*args, **options)
        seen.append((scheduler._level_after(args[1]), result[0]))
        return result

    scheduler.step = watched  # type: ignore[method-assign]
    sample(scheduler, guide, lambda latents, _: latents + 20)
    led = [(level, latents) for level, latents in seen if level >= strong]
    free = [(level, latents) for level, latents in seen if level < strong]
    assert led
    assert free
    for level, latents in led:
        expected = scheduler.noised(guide.reference, guide.noise, level)
        torch.testing.assert_close(latents[..., :3], expected[..., :3])
    assert (latents[..., 3:] - expected[..., 3:]).abs().mean() > 0.01
    level, latents = free[0]
    assert (latents - scheduler.noised(guide.reference, guide.noise, level))[..., :3].abs().mean() > 0.01


@pytest.mark.parametrize("family", FAMILIES)
def test_places_have_levels_of_their_own_and_what_must_stay_stays(family: str) -> None:
    scheduler, reference = FAMILIES[family](), noise(0)
    levels = torch.full(SHAPE, 0.8)
    levels.narrow(scheduler.frame_dim, 0, 2).zero_()
    film = sample(scheduler, Guide(reference, noise(1), levels, 0.9), lambda latents, _: noise(2) * latents.std())
    apart = (film - reference).abs().movedim(scheduler.frame_dim, 0)
    assert apart[:2].max() < 2e-2
    assert apart[2:].mean() > 0.1


def test_frames_that_are_given_are_not_stepped() -> None:
    scheduler = flow()
    scheduler.guide = guide = Guide(noise(0), noise(1), torch.zeros(SHAPE), 1.0)
    scheduler.set_timesteps(STEPS)
    later = scheduler.step(noise(3)[:, :, 1:], scheduler.timesteps[0], noise(4)[:, :, 1:], return_dict=False)[0]
    expected = scheduler.noised(guide.reference, guide.noise, float(scheduler.sigmas[1]))
    torch.testing.assert_close(later, expected[:, :, 1:])


@given(weak=st.floats(0.05, 1.0), steps=st.integers(2, 60))
@settings(deadline=None, max_examples=40)
def test_sampling_starts_at_the_weak_level_however_few_the_steps(weak: float, steps: int) -> None:
    for scheduler in (flow(), edm()):
        scheduler.guide = Guide(torch.zeros(1), torch.zeros(1), torch.zeros(1), weak)
        scheduler.set_timesteps(steps)
        first = scheduler._level(float(scheduler.sigmas[0]))
        highest = scheduler._level(float(type(scheduler).from_config(scheduler.config).sigmas.max()))
        assert first == pytest.approx(min(weak, highest), abs=2e-3) or len(scheduler.timesteps) == 1
        assert len(scheduler.sigmas) == len(scheduler.timesteps) + 1
        assert (scheduler.sigmas.diff() < 0).all()


@pytest.mark.parametrize("weak", [1.1, -0.1])
def test_a_level_that_makes_no_sense_is_refused(weak: float) -> None:
    with pytest.raises(ValueError, match="level"):
        Guide(torch.zeros(1), torch.zeros(1), torch.zeros(1), weak)
