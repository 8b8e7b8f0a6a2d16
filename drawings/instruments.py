"""Medical instruments. Each one points down, with its tip at the point (0, 0)."""

from drawings.parts import highlight, line, scaled


def syringe(needle: float = 20, factor: float = 1) -> str:
    """Return a half-full syringe; `needle` is the length of its needle."""
    top = -needle
    liquid = f"M-6 {top - 20}H6V{top - 8}Q6 {top - 5} 3 {top - 5}H-3Q-6 {top - 5}-6 {top - 8}Z"
    glass = (
        f"M0 0V{top}M-2.5 {top}H2.5V{top - 5}H-2.5ZM-7 {top - 36}V{top - 9}Q-7 {top - 5}-3 {top - 5}H3"
        f"Q7 {top - 5} 7 {top - 9}V{top - 36}M-12 {top - 36}H12M-7 {top - 20}H7M0 {top - 20}V{top - 48}M-7 {top - 48}H7"
    )
    return highlight(scaled(liquid, factor)) + line(scaled(glass, factor))


def needle(length: float = 44) -> str:
    """Return a long thin needle with a small hub, as used for injections under X-ray guidance."""
    return line(f"M0 0V{-length}M-3 {-length}H3L4.5 {-length - 9}H-4.5Z")


def probe(length: float = 34) -> str:
    """Return a radiofrequency probe: shaft, handle and cable."""
    top = -length
    return line(
        f"M0 0V{top}M-5 {top - 2}Q-5 {top}-3 {top}H3Q5 {top} 5 {top - 2}V{top - 19}Q5 {top - 22} 2 {top - 22}H-2"
        f"Q-5 {top - 22}-5 {top - 19}ZM0 {top - 22}C0 {top - 33} 10 {top - 28} 11 {top - 38}"
    )


def tube(length: float = 40, width: float = 9) -> str:
    """Return a working cannula: the tube through which instruments are inserted."""
    half = width / 2
    return line(
        f"M{-half:g} 0V{-length}M{half:g} 0V{-length}M{-half - 4:g} {-length}H{half + 4:g}M{-half:g} 0H{half:g}"
    )


def generator(x: float, y: float) -> str:
    """Return an implanted pulse generator centered at a point; its lead starts at the top left."""
    return line(
        f"M{x - 12} {y - 14}H{x + 12}Q{x + 18} {y - 14} {x + 18} {y - 8}V{y + 4}Q{x + 18} {y + 16} {x + 6} {y + 16}"
        f"H{x - 6}Q{x - 18} {y + 16} {x - 18} {y + 4}V{y - 8}Q{x - 18} {y - 14} {x - 12} {y - 14}Z"
        f"M{x - 18} {y - 4}H{x + 18}"
    )
