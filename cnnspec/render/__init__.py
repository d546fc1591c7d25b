"""Results as tables, JSON, CSV, Markdown, HTML and findings: the only place that imports rich."""
