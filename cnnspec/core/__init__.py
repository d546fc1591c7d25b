"""The words that every floor uses: dimensions, shapes, windows, weights, places and findings."""
