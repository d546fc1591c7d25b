"""The networks that their authors published as text, which configs.py reads."""

from __future__ import annotations

from building import Other
from configs import cfg, prototxt
from reasons import PYRAMID

ALEXEY = "AlexeyAB/darknet"
CAFFE = "BVLC/caffe"
NETWORKS: dict[str, Other] = {
    "alexnet": prototxt(CAFFE, "models/bvlc_alexnet/deploy", "prob", data=(3, 227, 227)),
    "bn_inception_se": prototxt(
        "hujie-frank/SENet", "models/SE-BN-Inception", "prob", data=(3, 224, 224)
    ),
    "caffenet": prototxt(
        CAFFE, "models/bvlc_reference_caffenet/deploy", "prob", data=(3, 227, 227)
    ),
    "googlenet": prototxt(CAFFE, "models/bvlc_googlenet/deploy", "prob", data=(3, 224, 224)),
    "c3d": prototxt(
        "facebookarchive/C3D",
        "C3D-v1.0/examples/c3d_feature_extraction/prototxt/c3d_sport1m_feature_extractor_frm",
        "prob",
        data=(3, 16, 112, 112),
    ),
    "darknet_reference": cfg("darknet", 256),
    "fasterrcnn_vgg16": prototxt(
        "rbgirshick/py-faster-rcnn",
        "models/pascal_voc/VGG16/faster_rcnn_end2end/test",
        "cls_prob",
        data=(3, 600, 1000),
        pool5=(512, 7, 7),
    ),
    "fcn16s": prototxt(
        "shelhamer/fcn.berkeleyvision.org", "voc-fcn16s/val", "upscore16", data=(3, 500, 500)
    ),
    "fcn32s": prototxt(
        "shelhamer/fcn.berkeleyvision.org", "voc-fcn32s/val", "upscore", data=(3, 500, 500)
    ),
    "fcn8s": prototxt(
        "shelhamer/fcn.berkeleyvision.org", "voc-fcn8s/val", "upscore8", data=(3, 500, 500)
    ),
    "fcn_alexnet": prototxt(
        "shelhamer/fcn.berkeleyvision.org", "voc-fcn-alexnet/val", "score_fr", data=(3, 500, 500)
    ),
    "fcn_vgg16": prototxt(
        "shelhamer/fcn.berkeleyvision.org", "voc-fcn32s/val", "score_fr", data=(3, 500, 500)
    ),
    "pspnet101": prototxt(
        "hszhao/PSPNet",
        "evaluation/prototxt/pspnet101_VOC2012_473",
        "conv6_interp",
        data=(3, 473, 473),
    )._replace(windows=PYRAMID),
    "pspnet101_cityscapes": prototxt(
        "hszhao/PSPNet",
        "evaluation/prototxt/pspnet101_cityscapes_713",
        "conv6_interp",
        data=(3, 713, 713),
    )._replace(windows=PYRAMID),
    "pspnet50": prototxt(
        "hszhao/PSPNet",
        "evaluation/prototxt/pspnet50_ADE20K_473",
        "conv6_interp",
        data=(3, 473, 473),
    )._replace(windows=PYRAMID),
    "segnet": prototxt(
        "alexgkendall/SegNet-Tutorial", "Models/segnet_inference", "prob", data=(3, 360, 480)
    ),
    "segnet_basic": prototxt(
        "alexgkendall/SegNet-Tutorial", "Models/segnet_basic_inference", "prob", data=(3, 360, 480)
    ),
    "yolov1_extraction": cfg("extraction", 224),
    "yolov1_tiny": cfg("yolov1-tiny", 448),
    "yolov2_coco": cfg("yolov2", 608),
    "yolov2_tiny": cfg("yolov2-tiny", 416),
    "yolov2_tiny_voc": cfg("yolov2-tiny-voc", 416),
    "yolov2_voc": cfg("yolov2-voc", 416),
    "yolov3": cfg("yolov3", 416),
    "yolov3_320": cfg("yolov3", 320),
    "yolov3_608": cfg("yolov3", 608),
    "yolov3_spp": cfg("yolov3-spp", 608),
    "yolov3_tiny": cfg("yolov3-tiny", 416),
    "yolov4": cfg("yolov4", 608, ALEXEY),
    "yolov4_416": cfg("yolov4", 416, ALEXEY),
    "yolov4_tiny": cfg("yolov4-tiny", 416, ALEXEY),
}
