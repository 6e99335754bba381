"""The way to a language model. `gateway` is the only file that imports litellm."""
