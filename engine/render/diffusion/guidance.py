"""Time-to-Move's two clocks, as schedulers: where the reference moves, it leads for longer than elsewhere.

Singer et al., Time-to-Move: Training-Free Motion Controlled Video Generation via Dual-Clock Denoising,
arXiv 2511.08633 (2025). Sampling starts from the reference at a weak level of noise. Until a strong level is reached,
each step's result is replaced by the equally noisy reference wherever somebody moves, with the same noise each time.
Below it the model is free. Here every place has a strong level of its own: what must stay is led down to 0.

A scheduler is the one place that all pipelines pass through, whatever their layout of latents; so the clocks live
there, and pipelines are used as they are. None of these schedulers looks back at earlier steps: one that does, such
as UniPC with its corrector, would not notice what was replaced.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar

import torch
from diffusers import CogVideoXDDIMScheduler, EulerDiscreteScheduler, FlowMatchEulerDiscreteScheduler

_SAME_LEVEL = 1e-4
"""Levels that are nearer to each other are one: schedulers keep theirs in single precision."""


NEVER = 2.0
"""A level above all there are: where it is the strong one, the reference never leads."""


@dataclass(frozen=True, slots=True, eq=False)
class Guide:
    """What leads, and where for how long. Levels are the noise's share of the signal's power, as a root: 0…1."""

    reference: torch.Tensor
    """Clean latents of the reference, in the scheduler's layout."""
    noise: torch.Tensor
    """Standard normal, same shape."""
    strong: torch.Tensor
    """Down to which level the reference leads at each place; same shape, or one that spreads to it."""
    weak: float
    """The level at which sampling starts."""

    def __post_init__(self) -> None:
        if not 0.0 <= self.weak <= 1.0:
            raise ValueError(f"a level is 0 to 1, not {self.weak}")


class TwoClocks(ABC):
    """What the guided schedulers share; stands before a scheduler of diffusers among the base classes."""

    guide: Guide | None = None
    """What leads; `None` samples plainly."""
    leads: bool = True
    """Whether it does; else it only says where to start."""
    frame_dim: ClassVar[int]
    """Which dimension of the latents is time."""
    timesteps: torch.Tensor

    def step(self, model_output: torch.Tensor, timestep: Any, sample: torch.Tensor, *args: Any, **options: Any) -> Any:
        """Take the scheduler's step, then let the reference lead."""
        result = super().step(model_output, timestep, sample, *args, **options)  # type: ignore[misc]  # the scheduler's
        if self.guide is None or not self.leads:
            return result
        level = self._level_after(timestep)
        if isinstance(result, tuple):
            return (self._led(self.guide, result[0], level), *result[1:])
        result.prev_sample = self._led(self.guide, result.prev_sample, level)
        return result

    def set_timesteps(self, *args: Any, **options: Any) -> None:
        """Set the scheduler's steps, without those before the weak level."""
        super().set_timesteps(*args, **options)  # type: ignore[misc]  # the scheduler's
        if self.guide is not None:
            self._start_at(self.guide.weak)

    @abstractmethod
    def levels(self, step_count: int) -> list[float]:
        """Return the levels at which the steps of a plain sampling begin."""

    @abstractmethod
    def first_latents(self, guide: Guide, step_count: int) -> torch.Tensor:
        """Return what a pipeline must be given as `latents` to sample in so many steps."""

    @abstractmethod
    def noised(self, clean: torch.Tensor, noise: torch.Tensor, level: float) -> torch.Tensor:
        """Return latents at a level of noise, as the scheduler's samples are at that level."""

    @abstractmethod
    def _start_at(self, level: float) -> None:
        """Leave out the steps that begin above a level."""

    @abstractmethod
    def _level_after(self, timestep: Any) -> float:
        """Return the level that the step at a timestep led to."""

    def _led(self, guide: Guide, sample: torch.Tensor, level: float) -> torch.Tensor:
        # Some pipelines step only the frames after the first, which is given: the last ones of the reference.
        frames = sample.shape[self.frame_dim]
        whole = (guide.reference, guide.noise, guide.strong.expand_as(guide.reference))
        reference, noise, strong = (
            tensor.narrow(self.frame_dim, tensor.shape[self.frame_dim] - frames, frames).to(sample.device)
            for tensor in whole
        )
        return torch.where(strong <= level, self.noised(reference, noise, level).to(sample.dtype), sample)


class _WithSigmas(TwoClocks):
    """Schedulers whose steps may begin at any level."""

    sigmas: torch.Tensor
    step_index: int | None

    def levels(self, step_count: int) -> list[float]:
        """Return the levels at which the steps of a plain sampling begin."""
        super(TwoClocks, self).set_timesteps(step_count)  # type: ignore[misc]  # the scheduler's
        return self._levels()

    def _levels(self) -> list[float]:
        return [self._level(float(sigma)) for sigma in self.sigmas[:-1]]

    def _start_at(self, level: float) -> None:
        levels = self._levels()
        first = next((index for index, each in enumerate(levels) if each <= level), len(levels) - 1)
        if first > 0 and levels[first] < level - _SAME_LEVEL:
            first -= 1  # the step that reaches over the level begins there instead
            sigma = self._sigma(level)
            self.sigmas[first] = sigma
            self.timesteps[first] = self._timestep(sigma)
        self.sigmas, self.timesteps = self.sigmas[first:], self.timesteps[first:]

    def _level_after(self, timestep: Any) -> float:
        if self.step_index is None:
            raise ValueError("the scheduler has not stepped yet")
        return self._level(float(self.sigmas[self.step_index]))

    @abstractmethod
    def _level(self, sigma: float) -> float: ...

    @abstractmethod
    def _sigma(self, level: float) -> float: ...

    @abstractmethod
    def _timestep(self, sigma: float) -> float: ...


class GuidedFlow(_WithSigmas, FlowMatchEulerDiscreteScheduler):
    """Flow matching: Wan, LTX. Latents are batch × channels × frames × height × width."""

    frame_dim = 2

    def set_timesteps(
        self,
        num_inference_steps: int | None = None,
        device: torch.device | str | None = None,
        sigmas: list[float] | None = None,
        mu: float | None = None,
    ) -> None:
        """Set the scheduler's steps; pipelines look whether `sigmas` is among the parameters."""
        super().set_timesteps(num_inference_steps, device=device, sigmas=sigmas, mu=mu)

    def first_latents(self, guide: Guide, step_count: int) -> torch.Tensor:
        """Return the reference at the weak level."""
        return self.noised(guide.reference, guide.noise, guide.weak)

    def noised(self, clean: torch.Tensor, noise: torch.Tensor, level: float) -> torch.Tensor:
        """Return the point between clean and noise."""
        return torch.lerp(clean, noise, level)

    def _level(self, sigma: float) -> float:
        return sigma

    def _sigma(self, level: float) -> float:
        return level

    def _timestep(self, sigma: float) -> float:
        return sigma * float(self.config.num_train_timesteps)


class GuidedEdm(_WithSigmas, EulerDiscreteScheduler):
    """Variance exploding (EDM): Stable Video Diffusion. Latents are batch × frames × channels × height × width."""

    frame_dim = 1
    highest_sigma = 1e3
    """Stands for a level of 1, which no finite sigma has."""

    def first_latents(self, guide: Guide, step_count: int) -> torch.Tensor:
        """Return the reference at the weak level, before the pipeline scales it to the first sigma."""
        sigma = self._sigma(guide.weak)
        spread = self.config.timestep_spacing in ("linspace", "trailing")
        scale = sigma if spread else (sigma**2 + 1) ** 0.5  # as `init_noise_sigma` of the scheduler
        return self.noised(guide.reference, guide.noise, guide.weak) / scale

    def noised(self, clean: torch.Tensor, noise: torch.Tensor, level: float) -> torch.Tensor:
        """Return clean and so much noise on top."""
        return clean + self._sigma(level) * noise

    def _level(self, sigma: float) -> float:
        return sigma / (1 + sigma**2) ** 0.5

    def _sigma(self, level: float) -> float:
        return min(level / max(1 - level**2, 1e-12) ** 0.5, self.highest_sigma)

    def _timestep(self, sigma: float) -> float:
        return 0.25 * float(torch.tensor(sigma).log())  # of models with continuous time, as SVD is


class GuidedDdim(TwoClocks, CogVideoXDDIMScheduler):
    """Variance preserving: CogVideoX. Latents are batch × frames × channels × height × width.

    Its steps are whole timesteps, so sampling starts at the first of them that is not above the weak level.
    """

    frame_dim = 1

    def first_latents(self, guide: Guide, step_count: int) -> torch.Tensor:
        """Return the reference at the first step's level."""
        levels = self.levels(step_count)
        return self.noised(guide.reference, guide.noise, levels[self._first_below(levels, guide.weak)])

    def noised(self, clean: torch.Tensor, noise: torch.Tensor, level: float) -> torch.Tensor:
        """Return the point on the circle between clean and noise."""
        return (1 - level**2) ** 0.5 * clean + level * noise

    def levels(self, step_count: int) -> list[float]:
        """Return the levels at which the steps of a plain sampling begin."""
        super(TwoClocks, self).set_timesteps(step_count)
        return [self._level(int(timestep)) for timestep in self.timesteps]

    def _start_at(self, level: float) -> None:
        levels = [self._level(int(timestep)) for timestep in self.timesteps]
        self.timesteps = self.timesteps[self._first_below(levels, level) :]

    @staticmethod
    def _first_below(levels: list[float], level: float) -> int:
        return next((index for index, each in enumerate(levels) if each <= level), len(levels) - 1)

    def _level_after(self, timestep: Any) -> float:
        return self._level(int(timestep) - self.config.num_train_timesteps // self.num_inference_steps)

    def _level(self, timestep: int) -> float:
        kept = self.alphas_cumprod[timestep] if timestep >= 0 else self.final_alpha_cumprod
        return float(1 - kept) ** 0.5
