"""Which font families this machine has, asked of fontconfig itself: without a single font, Pango ends the whole process."""

import ctypes
import sys

_LIBRARY = "libfontconfig.1.dylib" if sys.platform == "darwin" else "libfontconfig.so.1"


class _FontSet(ctypes.Structure):
    """The head of fontconfig's `FcFontSet`."""

    _fields_ = (("count", ctypes.c_int), ("room", ctypes.c_int))


def has_family(name: str) -> bool:
    """Whether a font of this family is installed.

    Raises:
        OSError: fontconfig itself is not installed.
    """
    library = ctypes.CDLL(_LIBRARY)
    for function in ("FcInitLoadConfigAndFonts", "FcPatternCreate", "FcObjectSetCreate"):
        getattr(library, function).restype = ctypes.c_void_p
    library.FcFontList.restype = ctypes.POINTER(_FontSet)
    library.FcPatternAddString.argtypes = (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p)
    config, pattern, names = (
        ctypes.c_void_p(library.FcInitLoadConfigAndFonts()),
        ctypes.c_void_p(library.FcPatternCreate()),
        ctypes.c_void_p(library.FcObjectSetCreate()),
    )
    library.FcPatternAddString(pattern, b"family", name.encode("utf-8"))
    found = library.FcFontList(config, pattern, names)
    count = int(found.contents.count) if found else 0
    if found:
        library.FcFontSetDestroy(found)
    library.FcObjectSetDestroy(names)
    library.FcPatternDestroy(pattern)
    library.FcConfigDestroy(config)
    return count > 0
