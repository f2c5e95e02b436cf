"""Time-to-Move's two clocks, as schedulers: where the reference moves it leads for longer than elsewhere.

Singer et al., Time-to-Move: Training-Free Motion Controlled Video Generation via Dual-Clock Denoising,
arXiv 2511.08633 (2025). Sampling starts from the reference at a weak level of noise. Until a strong level is reached,
each step's result is replaced by the equally noisy reference wherever the mask says so, with the same noise each
time. Below it the model is free.

A scheduler is the one place that all pipelines pass through, whatever their layout of latents; so the clocks live
there, and pipelines are used as they are.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

import torch
from diffusers import CogVideoXDDIMScheduler, EulerDiscreteScheduler, FlowMatchEulerDiscreteScheduler


@dataclass(frozen=True, slots=True, eq=False)
class Guide:
    """What leads, where, and for how long. Levels are shares of noise: 0 clean, 1 nothing but noise."""

    reference: torch.Tensor
    """Clean latents of the reference, in the scheduler's layout."""
    noise: torch.Tensor
    """Standard normal, same shape."""
    mask: torch.Tensor
    """1 where the reference leads, 0 elsewhere; same shape or one that spreads to it."""
    weak: float
    """Where sampling starts."""
    strong: float
    """Down to where the reference leads; not above `weak`."""

    def __post_init__(self) -> None:
        if not 0.0 <= self.strong <= self.weak <= 1.0:
            raise ValueError(f"levels must be 0 ≤ strong ≤ weak ≤ 1, not {self.strong} and {self.weak}")


class _TwoClocks:
    """What the guided schedulers share; comes before a scheduler of diffusers among the base classes."""

    guide: Guide | None = None

    timesteps: torch.Tensor
    sigmas: torch.Tensor

    def lead(self, guide: Guide | None) -> None:
        """Set what leads the samplings from now on; `None` samples plainly."""
        self.guide = guide

    def first_latents(self, step_count: int) -> torch.Tensor:
        """Return what sampling in so many steps must start from, as a pipeline's `latents`."""
        guide = self._present_guide()
        level = self._first_level(step_count)
        return self._noised(guide.reference, guide.noise, level) / self._initial_scale(level)

    def step(self, model_output: torch.Tensor, timestep: Any, sample: torch.Tensor, *args: Any, **kwargs: Any) -> Any:
        """Take the scheduler's step, then let the reference lead."""
        result = super().step(model_output, timestep, sample, *args, **kwargs)  # type: ignore[misc]  # the scheduler's
        if self.guide is None:
            return result
        level = self._level_after(timestep)
        if level < self.guide.strong:
            return result
        if isinstance(result, tuple):
            return (self._led(result[0], level), *result[1:])
        result.prev_sample = self._led(result.prev_sample, level)
        return result

    def _led(self, sample: torch.Tensor, level: float) -> torch.Tensor:
        guide = self._present_guide()
        # A pipeline may step only the frames after the first, which is given: they are the last of the reference.
        led = [tensor.to(sample) for tensor in (guide.reference, guide.noise, guide.mask.expand_as(guide.reference))]
        reference, noise, mask = (self._last_frames(tensor, sample) for tensor in led)
        return torch.lerp(sample, self._noised(reference, noise, level), mask)

    def _last_frames(self, tensor: torch.Tensor, sample: torch.Tensor) -> torch.Tensor:
        dim = self.frame_dim
        return tensor.narrow(dim, tensor.shape[dim] - sample.shape[dim], sample.shape[dim])

    def _present_guide(self) -> Guide:
        if self.guide is None:
            raise ValueError("nothing leads this scheduler")
        return self.guide

    frame_dim: ClassVar[int]
    """Which dimension of the latents is time."""

    def _first_level(self, step_count: int) -> float:
        raise NotImplementedError

    def _level_after(self, timestep: Any) -> float:
        raise NotImplementedError

    def _initial_scale(self, level: float) -> float:
        raise NotImplementedError

    def _noised(self, clean: torch.Tensor, noise: torch.Tensor, level: float) -> torch.Tensor:
        raise NotImplementedError
