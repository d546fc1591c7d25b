"""Derivations: the sum behind each figure, from the declarations that the figure is from.

A derivation is data: terms with names, what they come to, and remarks. Pages write it down. Nothing
here names a layer type: what a layer declares of its windows, weights and sizes is all there is.
"""
