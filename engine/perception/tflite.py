"""One TensorFlow Lite model, run by LiteRT on the CPU."""

from pathlib import Path

import numpy as np
from ai_edge_litert.interpreter import Interpreter, OpResolverType

from engine.perception.native_log import native_stderr_silenced
from engine.types.scene import FloatArray


class Network:
    """One loaded model. Not thread-safe: every thread needs its own.

    It runs on one thread itself; two networks side by side use two cores better than one network split in two.
    A network that runs `once` is not compiled for the processor (XNNPACK): for large models that takes longer than it
    saves the first time, and keeps Python waiting.
    """

    def __init__(self, model: Path | bytes, *, once: bool = False) -> None:
        operators = OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES if once else OpResolverType.AUTO
        source = {"model_content": model} if isinstance(model, bytes) else {"model_path": str(model)}
        with native_stderr_silenced():
            self._interpreter = Interpreter(**source, num_threads=1, experimental_op_resolver_type=operators)
            self._interpreter.allocate_tensors()
        self._inputs = self._interpreter.get_input_details()
        self._outputs = self._interpreter.get_output_details()

    @property
    def input_size(self) -> tuple[int, int]:
        """Height and width of the first input in pixels."""
        _, height, width, _ = self._inputs[0]["shape"]
        return int(height), int(width)

    def __call__(self, *inputs: FloatArray) -> list[FloatArray]:
        """Return the outputs without their batch axis, in the model's order.

        The inputs are float32 in the model's shapes; a missing batch axis is added.
        """
        for details, values in zip(self._inputs, inputs, strict=True):
            tensor = np.ascontiguousarray(values, np.float32).reshape(details["shape"])
            self._interpreter.set_tensor(details["index"], tensor)
        self._interpreter.invoke()
        return [self._interpreter.get_tensor(details["index"])[0] for details in self._outputs]


def sigmoid(logits: FloatArray) -> FloatArray:
    """Return 1 / (1 + e^−x); logits beyond ± 80 are cut so that nothing overflows in float32."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(logits, -80.0, 80.0))), np.float32)
