"""What tests share: the oracle, conformance cases, samples, and readers of pages and files."""
