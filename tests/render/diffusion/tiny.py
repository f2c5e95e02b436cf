"""Real pipelines of diffusers, each made of tiny random parts: nothing is downloaded, and nothing looks good."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import torch
from diffusers import (
    AutoencoderKLCogVideoX,
    AutoencoderKLLTXVideo,
    AutoencoderKLTemporalDecoder,
    AutoencoderKLWan,
    CogVideoXDPMScheduler,
    CogVideoXImageToVideoPipeline,
    CogVideoXTransformer3DModel,
    EulerDiscreteScheduler,
    FlowMatchEulerDiscreteScheduler,
    LTXImageToVideoPipeline,
    LTXVideoTransformer3DModel,
    StableVideoDiffusionPipeline,
    UNetSpatioTemporalConditionModel,
    UniPCMultistepScheduler,
    WanImageToVideoPipeline,
    WanTransformer3DModel,
)
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from transformers import (
    CLIPImageProcessor,
    CLIPVisionConfig,
    CLIPVisionModelWithProjection,
    PreTrainedTokenizerFast,
    T5Config,
    T5EncoderModel,
)

TEXT_WIDTH = 32


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        yield


def tokenizer() -> PreTrainedTokenizerFast:
    words = {"<pad>": 0, "</s>": 1, "<unk>": 2, "a": 3, "person": 4, "nods": 5, "slowly": 6}
    tokens = Tokenizer(WordLevel(words, unk_token="<unk>"))  # noqa: S106 - a token of text
    tokens.pre_tokenizer = Whitespace()
    return PreTrainedTokenizerFast(
        tokenizer_object=tokens,
        pad_token="<pad>",  # noqa: S106
        eos_token="</s>",  # noqa: S106
        unk_token="<unk>",  # noqa: S106
    )


def text_encoder() -> T5EncoderModel:
    config = T5Config(vocab_size=8, d_model=TEXT_WIDTH, d_kv=8, d_ff=16, num_layers=1, num_heads=2)
    return T5EncoderModel(config).eval()


def wan(*, expand_timesteps: bool) -> WanImageToVideoPipeline:
    """Wan 2.2: the 5B model with its own timestep for each frame, or the 14B one with a second transformer."""
    vae = AutoencoderKLWan(
        base_dim=4, z_dim=16, dim_mult=[1, 1, 1, 1], num_res_blocks=1, temperal_downsample=[False, True, True]
    )

    def transformer() -> WanTransformer3DModel:
        return WanTransformer3DModel(
            patch_size=(1, 2, 2),
            num_attention_heads=2,
            attention_head_dim=12,
            in_channels=16 if expand_timesteps else 36,
            out_channels=16,
            text_dim=TEXT_WIDTH,
            freq_dim=16,
            ffn_dim=32,
            num_layers=2,
            cross_attn_norm=True,
            qk_norm="rms_norm_across_heads",
            rope_max_seq_len=32,
        )

    return WanImageToVideoPipeline(
        tokenizer=tokenizer(),
        text_encoder=text_encoder(),
        vae=vae,
        scheduler=UniPCMultistepScheduler(prediction_type="flow_prediction", use_flow_sigmas=True, flow_shift=5.0),
        transformer=transformer(),
        transformer_2=None if expand_timesteps else transformer(),
        boundary_ratio=None if expand_timesteps else 0.9,
        expand_timesteps=expand_timesteps,
    )


def ltx() -> LTXImageToVideoPipeline:
    return LTXImageToVideoPipeline(
        tokenizer=tokenizer(),
        text_encoder=text_encoder(),
        vae=AutoencoderKLLTXVideo(
            latent_channels=8,
            block_out_channels=(8, 8, 8, 8),
            decoder_block_out_channels=(8, 8, 8, 8),
            layers_per_block=(1, 1, 1, 1, 1),
            decoder_layers_per_block=(1, 1, 1, 1, 1),
            spatio_temporal_scaling=(True, True, False, False),
            decoder_spatio_temporal_scaling=(True, True, False, False),
            decoder_inject_noise=(False, False, False, False, False),
            upsample_residual=(False, False, False, False),
            upsample_factor=(1, 1, 1, 1),
            timestep_conditioning=False,
            patch_size=1,
            patch_size_t=1,
            encoder_causal=True,
            decoder_causal=False,
        ),
        scheduler=FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True, base_shift=0.95, max_shift=2.05),
        transformer=LTXVideoTransformer3DModel(
            in_channels=8,
            out_channels=8,
            patch_size=1,
            patch_size_t=1,
            num_attention_heads=4,
            attention_head_dim=8,
            cross_attention_dim=32,
            num_layers=2,
            caption_channels=TEXT_WIDTH,
        ),
    )


def cogvideox() -> CogVideoXImageToVideoPipeline:
    return CogVideoXImageToVideoPipeline(
        tokenizer=tokenizer(),
        text_encoder=text_encoder(),
        vae=AutoencoderKLCogVideoX(
            in_channels=3,
            out_channels=3,
            down_block_types=("CogVideoXDownBlock3D",) * 4,
            up_block_types=("CogVideoXUpBlock3D",) * 4,
            block_out_channels=(8, 8, 8, 8),
            latent_channels=4,
            layers_per_block=1,
            norm_num_groups=2,
            temporal_compression_ratio=4,
        ),
        scheduler=CogVideoXDPMScheduler(prediction_type="v_prediction", timestep_spacing="trailing"),
        transformer=CogVideoXTransformer3DModel(
            num_attention_heads=2,
            attention_head_dim=16,
            in_channels=8,
            out_channels=4,
            time_embed_dim=2,
            text_embed_dim=TEXT_WIDTH,
            num_layers=2,
            sample_width=8,
            sample_height=8,
            sample_frames=9,
            patch_size=2,
            temporal_compression_ratio=4,
            max_text_seq_length=226,
            use_rotary_positional_embeddings=True,
        ),
    )


def stable_video() -> StableVideoDiffusionPipeline:
    return StableVideoDiffusionPipeline(
        vae=AutoencoderKLTemporalDecoder(
            block_out_channels=[32, 32, 32, 32],
            down_block_types=["DownEncoderBlock2D"] * 4,
            latent_channels=4,
            layers_per_block=1,
            sample_size=32,
        ),
        image_encoder=CLIPVisionModelWithProjection(
            CLIPVisionConfig(
                hidden_size=32,
                projection_dim=32,
                num_hidden_layers=1,
                num_attention_heads=4,
                image_size=224,
                intermediate_size=37,
                patch_size=56,
            )
        ),
        unet=UNetSpatioTemporalConditionModel(
            block_out_channels=(32, 64),
            layers_per_block=1,
            sample_size=32,
            in_channels=8,
            out_channels=4,
            down_block_types=("CrossAttnDownBlockSpatioTemporal", "DownBlockSpatioTemporal"),
            up_block_types=("UpBlockSpatioTemporal", "CrossAttnUpBlockSpatioTemporal"),
            cross_attention_dim=32,
            num_attention_heads=8,
            projection_class_embeddings_input_dim=96,
            addition_time_embed_dim=32,
        ),
        scheduler=EulerDiscreteScheduler(
            prediction_type="v_prediction",
            timestep_type="continuous",
            timestep_spacing="leading",
            steps_offset=1,
            interpolation_type="linear",
            use_karras_sigmas=True,
            sigma_min=0.002,
            sigma_max=700.0,
            beta_schedule="scaled_linear",
            beta_start=0.00085,
            beta_end=0.012,
        ),
        feature_extractor=CLIPImageProcessor(crop_size=32, size=32),
    )


PIPELINES: dict[str, tuple[str, Callable[[], Any]]] = {
    "wan2.2-5b": ("wan", lambda: wan(expand_timesteps=True)),
    "wan2.2-14b": ("wan", lambda: wan(expand_timesteps=False)),
    "ltx-video": ("ltx", ltx),
    "cogvideox-5b": ("cogvideox", cogvideox),
    "svd-xt": ("stable_video", stable_video),
}
"""By the name in the table of models: its family, and a pipeline."""


def pipeline(name: str) -> Any:
    """Return a tiny pipeline of the same kind as a model."""
    with seeded(0):
        pipe = PIPELINES[name][1]()
    pipe.set_progress_bar_config(disable=True)
    return pipe
