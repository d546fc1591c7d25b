"""Which other implementation builds which of the networks here: one line each, a file a package.

A line says the package's own name of the network, its input (a side is that of a square image in
three colours) and the arguments that it is built with. Where an implementation is built or run in
an own way, a function of building.py or packages.py says how. `order` says why layers run in
another order there, `unrun` why some of its parameters are not used by a forward pass, `windows`
why some of its windows are others, `sums` why other maps are added: only where one of these is said
may it be so. `ours` are
settings of the spec here.

    python tests/zoo/regenerate_others.py --write --only NAME

measures a new line, and `pytest tests/zoo -k NAME` shows where the two differ. Each package's
version stands with what was measured. Of networks that their authors published as text, configs.py
reads a clone.
"""

from __future__ import annotations

import of_authors
import of_others
import of_pytorchcv
import of_timm
import of_torchvision
from building import Other

FILES = (of_authors, of_others, of_pytorchcv, of_timm, of_torchvision)
NETWORKS: dict[str, Other] = dict(sorted(line for file in FILES for line in file.NETWORKS.items()))
"""Every network with another implementation, by its name here."""
