"""Brand profiles from `knowledge/brands/<key>/profile.yml`."""

from service.brands.letterhead import Letterhead, Logo, load_logo
from service.brands.profile import BrandProfile, BrandVoice, find_brand, list_brands

__all__ = ["BrandProfile", "BrandVoice", "Letterhead", "Logo", "find_brand", "list_brands", "load_logo"]
