"""The gate: under the defaults no well-known network has a warning, and the infos are known flaws.

A warning about a shipped network is either mended or ignored on its line, with the reason.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from cnnspec import library
from cnnspec.analysis import check
from cnnspec.language.reader import read_file

SPECS = {stem: Path(path) for stem, path in library.families()}
LESSONS = {stem: Path(path) for stem, path in library.lessons()}
NETWORKS = {**SPECS, **LESSONS}

# Each is true of the network as it is published: `file: code, layers or share, of what`.
KNOWN = """
bn_inception: I403 3c.concat and 4e.concat               a pool without padding
bn_inception: I402 69 layers carry a bias                     Caffe's own definition has them
cbam_resnet: I301 75.0% of the 56x56 map                      strides in 1x1, as in the ResNet paper
cyclegan: I402 23 layers carry a bias                         the released models have them
cyclegan: I402 3 layers carry a bias
deeplabv2: I301 74.4% of the 81x81 map                        strides in 1x1
deeplabv3plus_xception: I401 block1.main.relu1 has no effect  a unit begins with a ReLU
ds_cnn: I402 9 layers carry a bias                            Keras's own definition has them
eegnet: I302 2 layers have an even window                     windows of 64 and 16, padded as same
erfnet: I402 36 layers carry a bias                           the authors' code has them
fast_scnn: I402 2 layers carry a bias                         pytorchcv's definition has them
fcn: I301 40.3% of the 44x44 map                              padded by 100, and cropped
hrnet: I402 4 layers carry a bias
inception_next: I402 1 layer carries a bias                   the first of all, in four variants
m: I301 0.8% of the 125 map                                   125 cells in pools of 4
m: I402 10 layers carry a bias
m: I402 33 layers carry a bias
m: I404 stage.1.residual.0.1.concat, stage.2.residual.0.1.concat and stage.3.residual.0.1.concat
m: I301 0.8% of the 125 map
m: I402 2 layers carry a bias
m: I301 0.8% of the 125 map
m: I402 4 layers carry a bias
m: I402 4 layers carry a bias
m: I401 global_avg_pool has no effect                         what is left of the samples is one
mlperf_tiny: I402 27 layers carry a bias                      Keras's own definition has them
mlperf_tiny: I403 stack2.add and stack3.add take branches     TensorFlow's same, beside a 1x1
mlperf_tiny: I402 7 layers carry a bias
nasnet: I403 p1.concat, entry1.p.concat, entry2.p.concat      the halves of a reduction, on purpose
pix2pix: I402 13 layers carry a bias
pix2pix: I402 3 layers carry a bias
pnasnet5: I403 next1.p.halve.concat, next2.p.halve.concat     the halves of a reduction, on purpose
preresnet_cifar: I301 75.0% of the 32x32 map                  strides in 1x1
pspnet: I301 74.6% of the 119x119 map                         strides in 1x1
resnest: I402 4 layers carry a bias
resnet: I301 75.0% of the 56x56 map                           strides in 1x1
s3d: I401 global_avg_pool has no effect                       what is left of the frames is one
segnet: I402 25 layers carry a bias
segnet: I402 8 layers carry a bias
starnet: I402 35 layers carry a bias                          as the authors have it
tcn: I401 levels.1.relu, levels.2.relu, levels.3.relu         a ReLU of a sum of ReLUs
unet: I402 14 layers carry a bias
vgg: I402 8 layers carry a bias                               the first of four variants
vnet: I402 4 layers carry a bias                              MONAI's deconvolutions have them
vnet: I404 copies.concat reads the input 16 times             the one channel is added to all 16
xception: I403 entry2.add takes branches                      TensorFlow's same, beside a 1x1
"""


def known(name: str) -> list[str]:
    """How what is known about a network begins."""
    rows = [row.partition(": ") for row in KNOWN.strip().split("\n")]
    return [told.partition("  ")[0] for stem, _, told in rows if stem == name]


@pytest.mark.parametrize("name", NETWORKS)
def test_a_well_known_network_is_clean(name: str) -> None:
    told = [f"{f.code} {f.message}" for f in check(str(NETWORKS[name])).diagnostics]
    assert len(told) == len(known(name)), told
    for finding, start in zip(told, known(name), strict=True):
        assert finding.startswith(start)
        assert finding[0] == "I"


def test_all_that_is_known_is_about_a_network() -> None:
    assert {row.partition(": ")[0] for row in KNOWN.strip().split("\n")} <= set(NETWORKS)


def test_every_ignored_finding_has_its_reason() -> None:
    ignores = [
        (name, ignore) for name, path in NETWORKS.items() for ignore in read_file(str(path)).ignores
    ]
    assert ignores
    assert [name for name, ignore in ignores if len(ignore.reason) < 10] == []
