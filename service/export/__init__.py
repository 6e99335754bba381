"""Leaving the house: a signed text as files with a manifest that anybody can verify offline, and the record of where it went."""
