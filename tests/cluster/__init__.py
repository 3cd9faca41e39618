"""Tests on nodes of OpenSearch that run on this machine."""
