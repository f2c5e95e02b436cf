"""Wan2.2-TI2V-5B with random weights: at its real configuration, or so small that a CPU bears it."""

from typing import Any

FULL: dict[str, dict[str, Any]] = {
    "text": {"vocab_size": 256384, "d_model": 4096, "d_kv": 64, "d_ff": 10240, "num_layers": 24, "num_heads": 64},
    "vae": {
        "base_dim": 160,
        "decoder_base_dim": 256,
        "z_dim": 48,
        "dim_mult": [1, 2, 4, 4],
        "num_res_blocks": 2,
        "temperal_downsample": [False, True, True],
        "is_residual": True,
        "in_channels": 12,
        "out_channels": 12,
        "patch_size": 2,
        "scale_factor_spatial": 16,
        "latents_mean": [0.0] * 48,
        "latents_std": [1.0] * 48,
    },
    "transformer": {
        "num_attention_heads": 24,
        "attention_head_dim": 128,
        "in_channels": 48,
        "out_channels": 48,
        "freq_dim": 256,
        "ffn_dim": 14336,
        "num_layers": 30,
    },
}
"""As in the configuration files of Wan-AI/Wan2.2-TI2V-5B-Diffusers; the words by UMT5-XXL's encoder."""

TINY: dict[str, dict[str, Any]] = {
    "text": {"vocab_size": 16, "d_model": 32, "d_kv": 8, "d_ff": 64, "num_layers": 1, "num_heads": 4},
    "vae": {
        "base_dim": 4,
        "z_dim": 16,
        "dim_mult": [1, 1, 1, 1],
        "num_res_blocks": 1,
        "temperal_downsample": [False, True, True],
    },
    "transformer": {
        "num_attention_heads": 2,
        "attention_head_dim": 12,
        "in_channels": 16,
        "out_channels": 16,
        "freq_dim": 256,
        "ffn_dim": 32,
        "num_layers": 3,
    },
}


def pipeline_of(configuration: dict[str, dict[str, Any]], device: str) -> Any:
    """Return the pipeline on a device, `meta` for one without values; half as exact on a GPU, as it is used."""
    import torch
    from diffusers import (
        AutoencoderKLWan,
        UniPCMultistepScheduler,
        WanImageToVideoPipeline,
        WanTransformer3DModel,
    )
    from transformers import UMT5Config, UMT5EncoderModel

    # Its scheduler counts on the CPU, wherever the model is.
    scheduler = UniPCMultistepScheduler(prediction_type="flow_prediction", use_flow_sigmas=True, flow_shift=5.0)
    exact = torch.get_default_dtype()
    torch.set_default_dtype(torch.float32 if device == "cpu" else torch.bfloat16)
    try:
        with torch.device(device):
            pipe = WanImageToVideoPipeline(
                tokenizer=_tokenizer(),
                text_encoder=UMT5EncoderModel(UMT5Config(**configuration["text"])),
                vae=AutoencoderKLWan(**configuration["vae"]),
                scheduler=scheduler,
                transformer=WanTransformer3DModel(
                    patch_size=(1, 2, 2),
                    text_dim=configuration["text"]["d_model"],
                    cross_attn_norm=True,
                    qk_norm="rms_norm_across_heads",
                    **configuration["transformer"],
                ),
                expand_timesteps=True,
            )
    finally:
        torch.set_default_dtype(exact)
    pipe.set_progress_bar_config(disable=True)
    return pipe


def _tokenizer() -> Any:
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from transformers import PreTrainedTokenizerFast

    tokens = Tokenizer(WordLevel({"<pad>": 0, "</s>": 1, "<unk>": 2}, unk_token="<unk>"))  # noqa: S106 - of a text
    return PreTrainedTokenizerFast(tokenizer_object=tokens, pad_token="<pad>", unk_token="<unk>")  # noqa: S106
