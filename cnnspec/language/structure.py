"""The words of the language that order layers and are no layer type themselves."""

from __future__ import annotations

STRUCTURE = {
    "seq": "Group layers, so that a modifier applies to all of them: `seq: layers`.",
    "side": "Branch off and return to the trunk: `side: layers` passes its own input on.",
    "call": "Call the layer type or block that an expression names: `call: [CALLEE, args...]`; "
    "`call: none` passes the input on.",
}

MODIFIERS = {
    "name": "names the result; unique within its scope",
    "from": "the input, instead of prev; a list feeds a block with several inputs",
    "repeat": "applies the layer that many times in a row, each with its own weights",
    "first": "arguments that replace those given, in iteration 0 only",
    "when": "false: the layer is skipped, as if it were not written",
    "share": "layers of one scope with the same key use one set of weights, counted once",
    "frozen": "true: weights count in params, not in trainable",
    "size": "asserts the spatial size of the result",
    "shape": "asserts the whole shape of the result",
    "note": "shown in reports",
}

WORDS = frozenset(
    ["none", "bn", "ln", "inorm", "half", "same", "causal", "auto", "channel", "tensor"]
)
"""Values that stand for themselves, besides the names of ops and blocks."""

NOT_NAMES = frozenset(
    ["true", "false", "in", "prev", "train", "i", "and", "or", "not", "if", "else"]
)

FOREIGN_OPS = {
    "conv2d": "conv", "conv1d": "conv", "conv3d": "conv", "convolution": "conv",
    "dense": "fc", "linear": "fc", "fully_connected": "fc", "inner_product": "fc",
    "batchnorm": "bn", "batch_norm": "bn", "batchnorm2d": "bn", "batchnormalization": "bn",
    "batch_normalization": "bn", "layernorm": "ln", "layer_norm": "ln", "groupnorm": "gn",
    "group_norm": "gn", "instancenorm": "inorm", "instance_norm": "inorm",
    "gap": "global_avg_pool", "global_pool": "global_avg_pool",
    "globalaveragepooling2d": "global_avg_pool", "global_average_pool": "global_avg_pool",
    "maxpool": "max_pool", "maxpool2d": "max_pool", "maxpooling2d": "max_pool", "pool": "max_pool",
    "avgpool": "avg_pool", "avgpool2d": "avg_pool", "averagepooling2d": "avg_pool",
    "average_pool": "avg_pool", "adaptiveavgpool2d": "adaptive_avg_pool",
    "depthwise": "dwconv", "depthwise_conv": "dwconv", "depthwiseconv2d": "dwconv",
    "deconv": "conv_transpose", "convtranspose2d": "conv_transpose",
    "transposed_conv": "conv_transpose", "conv2dtranspose": "conv_transpose",
    "cat": "concat", "concatenate": "concat", "multiply": "mul", "sum": "add", "plus": "add",
    "swish": "silu", "hswish": "hard_swish", "hardswish": "hard_swish", "hsigmoid": "hard_sigmoid",
    "hardsigmoid": "hard_sigmoid", "leakyrelu": "leaky_relu", "squeeze_excite": "se",
    "upsampling2d": "upsample", "interpolate": "resize", "zeropadding2d": "pad",
    "local_response_norm": "lrn", "localresponsenorm": "lrn", "sequential": "seq",
    "subsampling": "avg_pool", "pixelshuffle": "pixel_shuffle",
    "lppool2d": "l2_pool", "pixelunshuffle": "pixel_unshuffle", "reorg": "pixel_unshuffle",
    "space_to_depth": "pixel_unshuffle", "depth_to_space": "pixel_shuffle",
}  # fmt: skip
"""What other tools call an op, without capitals."""

FOREIGN_OPTIONS = {
    "padding": "pad", "filters": "out", "out_channels": "out", "channels": "out", "features": "out",
    "units": "out", "out_features": "out", "strides": "stride", "kernel_size": "kernel",
    "k": "kernel", "s": "stride", "p": "pad", "size": "kernel", "pool_size": "kernel",
    "activation": "act", "use_bias": "bias", "dilation_rate": "dilation", "ceil_mode": "ceil",
    "group": "groups", "normalization": "norm", "scale_factor": "scale", "rate": "p",
    "output_padding": "out_pad", "block_size": "r", "upscale_factor": "r",
}  # fmt: skip
"""What other tools call an option."""

FOREIGN_WORDS = {
    "batch": "bn", "layer": "ln", "instance": "inorm",
    "yes": "true", "on": "true", "no": "false", "off": "false", "null": "none", "linear": "none",
    "identity": "none", "valid": "0", "symmetric": "half", "channels": "channel",
}  # fmt: skip
"""What other tools call a value."""

ABSENT = dict.fromkeys(
    ["attention", "self_attention", "multihead_attention", "multi_head_attention", "transformer"],
    "attention is no part of version 1 of the language",
) | dict.fromkeys(["lstm", "gru", "rnn"], "recurrent layers are no part of the language")
"""What the language leaves out on purpose."""
