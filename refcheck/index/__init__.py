"""The embedded local index: works filed under keys and words, built from what registries give away."""

from refcheck.index.index import Index, Manifest, manifest

__all__ = ["Index", "Manifest", "manifest"]
