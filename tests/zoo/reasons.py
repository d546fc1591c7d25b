"""Why layers or windows elsewhere stand in another order, or are others: words for others.py."""

from __future__ import annotations

LEVELS = "the heads are applied head by head there, and level by level here"
SHORTCUT = "the shortcut's convolution runs before the gate of the residual branch there"
TENSORFLOW = "TensorFlow's padding is meant here, the port pads both sides alike"
ROUNDED = "pools round up here, as in Caffe, and pad both sides there"
PADDED = "the sizes in print, from padded pools here and from ones that round up there"
UNREAD = "a pool of a tree that nothing reads is run there too"
PYRAMID = "pools to a given size are pools under a window there"
FIRST = "the shortcut's convolution runs before the residual branch there"
NORM = "the response normalisation adds its input by itself there"
STACKED = "branches are stacked and summed along the stack there"
IDENTITY = "a module's input is added here, as in the authors' code, and not there"
FIRST_UNIT = "the input of the first unit is added there, and not here nor in the authors' code"
