"""The networks of packages that have a few of those here."""

from __future__ import annotations

from building import Other
from packages import colourless, larger, of, smp, x3d, yolov8

SIZES = "the upsamplings for the two other sizes"
NETWORKS: dict[str, Other] = {
    "carn_x2": colourless("carn", "CARN", 2, (360, 640), SIZES),
    "carn_x3": colourless("carn", "CARN", 3, (240, 427), SIZES),
    "carn_x4": colourless("carn", "CARN", 4, (180, 320), SIZES),
    "deeplabv3plus_resnet101": smp("DeepLabV3Plus", "resnet101"),
    "deeplabv3plus_resnet50": smp("DeepLabV3Plus", "resnet50"),
    "edsr_baseline_x2": larger(16, 64, 2, 360, 640),
    "edsr_baseline_x4": larger(16, 64, 4, 180, 320),
    "edsr_x2": larger(32, 256, 2, 360, 640),
    "edsr_x3": larger(32, 256, 3, 240, 427),
    "edsr_x4": larger(32, 256, 4, 180, 320),
    "mtcnn_onet": of(
        "facenet-pytorch", "facenet_pytorch.models.mtcnn", "ONet", (3, 48, 48), pretrained=False
    ),
    "mtcnn_pnet": of(
        "facenet-pytorch", "facenet_pytorch.models.mtcnn", "PNet", (3, 12, 12), pretrained=False
    ),
    "mtcnn_rnet": of(
        "facenet-pytorch", "facenet_pytorch.models.mtcnn", "RNet", (3, 24, 24), pretrained=False
    ),
    "rcan_x2": colourless("rcan", "rcan", 2, (360, 640)),
    "rcan_x4": colourless("rcan", "rcan", 4, (180, 320)),
    "vggish": of("torch-vggish-yamnet", "torch_vggish_yamnet.vggish.model", "VGGish", (1, 96, 64)),
    "vnet": of("monai", "monai.networks.nets", "VNet", (1, 64, 128, 128), out_channels=2),
    "wav2letter": of("torchaudio", "torchaudio.models", "Wav2Letter", (1, 16000)),
    "x3d_m": x3d(16, 224),
    "x3d_s": x3d(13, 160),
    "x3d_xs": x3d(4, 160),
    "yamnet": of("torch-vggish-yamnet", "torch_vggish_yamnet.yamnet.model", "YAMNet", (1, 96, 64)),
    "yolov8l": yolov8("l"),
    "yolov8m": yolov8("m"),
    "yolov8n": yolov8("n"),
    "yolov8s": yolov8("s"),
    "yolov8x": yolov8("x"),
}
