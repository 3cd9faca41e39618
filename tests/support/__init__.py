"""What tests share: the oracle, the conformance cases, and ways to damage an index."""
