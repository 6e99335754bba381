"""Brand profiles from `knowledge/brands/<key>/profile.yml`."""

from service.brands.profile import BrandProfile, BrandVoice, find_brand, list_brands

__all__ = ["BrandProfile", "BrandVoice", "find_brand", "list_brands"]
