"""Machine code that blends links into a picture, 10 times as fast as NumPy can link by link."""

from __future__ import annotations

import ctypes
from functools import cache

import numpy as np
from numpy.typing import NDArray

from engine.compiler.native import NativeModule, unavailable

# Both loops do just what `LinkRaster` does with arrays, in the same precision and order, to the last bit.
_TEXT = """
define void @blend(i64 %links, ptr %pixel_lists, ptr %distance_lists, ptr %counts, ptr %edges, ptr %fulls,
                   ptr %opacities, ptr %signs, ptr %passing, ptr %positive) nounwind {
entry:
  %any = icmp sgt i64 %links, 0
  br i1 %any, label %link, label %done
link:
  %l = phi i64 [0, %entry], [%next_l, %linked]
  %pixel_list = getelementptr i64, ptr %pixel_lists, i64 %l
  %pixel_address = load i64, ptr %pixel_list
  %pixels = inttoptr i64 %pixel_address to ptr
  %distance_list = getelementptr i64, ptr %distance_lists, i64 %l
  %distance_address = load i64, ptr %distance_list
  %distances = inttoptr i64 %distance_address to ptr
  %count_at = getelementptr i64, ptr %counts, i64 %l
  %count = load i64, ptr %count_at
  %edge_at = getelementptr float, ptr %edges, i64 %l
  %edge = load float, ptr %edge_at
  %full_at = getelementptr float, ptr %fulls, i64 %l
  %full = load float, ptr %full_at
  %opacity_at = getelementptr float, ptr %opacities, i64 %l
  %opacity = load float, ptr %opacity_at
  %sign_at = getelementptr float, ptr %signs, i64 %l
  %sign = load float, ptr %sign_at
  %some = icmp sgt i64 %count, 0
  br i1 %some, label %pixel, label %linked
pixel:
  %i = phi i64 [0, %link], [%next_i, %pixel]
  %distance_at = getelementptr float, ptr %distances, i64 %i
  %distance = load float, ptr %distance_at
  %reach = fsub float %edge, %distance
  %is_part = fcmp olt float %reach, %full
  %near = select i1 %is_part, float %reach, float %full
  %is_in = fcmp ogt float %near, 0.0
  %cover = select i1 %is_in, float %near, float 0.0
  %stopping = fmul float %cover, %opacity
  %place_at = getelementptr i64, ptr %pixels, i64 %i
  %place = load i64, ptr %place_at
  %light_at = getelementptr float, ptr %passing, i64 %place
  %light = load float, ptr %light_at
  %stopped = fmul float %stopping, %light
  %left = fsub float %light, %stopped
  store float %left, ptr %light_at
  %share_at = getelementptr float, ptr %positive, i64 %place
  %share = load float, ptr %share_at
  %part = fmul float %stopped, %sign
  %sum = fadd float %share, %part
  store float %sum, ptr %share_at
  %next_i = add i64 %i, 1
  %more = icmp slt i64 %next_i, %count
  br i1 %more, label %pixel, label %linked
linked:
  %next_l = add i64 %l, 1
  %again = icmp slt i64 %next_l, %links
  br i1 %again, label %link, label %done
done:
  ret void
}

define void @colour(i64 %pixels, ptr %passing, ptr %positive, ptr %colours, ptr %picture) nounwind {
entry:
  br label %pixel
pixel:
  %i = phi i64 [0, %entry], [%next, %coloured]
  %light_at = getelementptr float, ptr %passing, i64 %i
  %light = load float, ptr %light_at
  %picture_at = getelementptr i32, ptr %picture, i64 %i
  %is_touched = fcmp olt float %light, 1.0
  br i1 %is_touched, label %touched, label %clear
touched:
  %share_at = getelementptr float, ptr %positive, i64 %i
  %share = load float, ptr %share_at
  %stopped = fsub float 1.0, %light
  %rest = fsub float %stopped, %share
  %rest_scaled = fmul float %rest, 255.0
  %rest_raised = fadd float %rest_scaled, 0.5
  %rest_level = fptosi float %rest_raised to i32
  %share_scaled = fmul float %share, 255.0
  %share_raised = fadd float %share_scaled, 0.5
  %share_level = fptosi float %share_raised to i32
  %row = mul i32 %rest_level, 256
  %level = add i32 %row, %share_level
  %colour_at = getelementptr i32, ptr %colours, i32 %level
  %colour = load i32, ptr %colour_at
  store i32 %colour, ptr %picture_at
  br label %coloured
clear:
  store i32 0, ptr %picture_at
  br label %coloured
coloured:
  %next = add i64 %i, 1
  %more = icmp slt i64 %next, %pixels
  br i1 %more, label %pixel, label %done
done:
  ret void
}
"""
_POINTER, _COUNT = ctypes.c_void_p, ctypes.c_int64


class LinkCode:
    """The two loops over pixels, called with the interpreter's lock released."""

    def __init__(self) -> None:
        self._module = NativeModule(_TEXT)
        blend, colour = map(self._module.address, ("blend", "colour"))
        self._blend = ctypes.CFUNCTYPE(None, _COUNT, *[_POINTER] * 9)(blend)
        self._colour = ctypes.CFUNCTYPE(None, _COUNT, *[_POINTER] * 4)(colour)

    def blend(
        self,
        pixel_lists: NDArray[np.int64],
        distance_lists: NDArray[np.int64],
        counts: NDArray[np.int64],
        edges: NDArray[np.float32],
        fulls: NDArray[np.float32],
        opacities: NDArray[np.float32],
        signs: NDArray[np.float32],
        passing: NDArray[np.float32],
        positive: NDArray[np.float32],
    ) -> None:
        """Blend links one after the other, the first in front; all arrays but two have an entry for each.

        Parameters
        ----------
        pixel_lists, distance_lists
            Addresses of the pixels of each link, and of their distances from its middle line.
        counts
            How many of them to blend.
        edges, fulls
            The distance from which nothing is covered, and the largest cover.
        signs
            1 for positive links, 0 for negative ones.
        passing, positive
            The light that passes each pixel, and the share of positive links in what was stopped; changed.
        """
        lists = (pixel_lists, distance_lists, counts, edges, fulls, opacities, signs, passing, positive)
        self._blend(len(counts), *(values.ctypes.data for values in lists))

    def colour(
        self,
        passing: NDArray[np.float32],
        positive: NDArray[np.float32],
        colours: NDArray[np.uint32],
        picture: NDArray[np.uint32],
    ) -> None:
        """Fill a picture with the colours of 256 negative by 256 positive levels."""
        lists = (passing, positive, colours, picture)
        self._colour(len(picture), *(values.ctypes.data for values in lists))


@cache
def link_code() -> LinkCode | None:
    """Return the code, compiled at the first call, or None on a machine that cannot compile."""
    return None if unavailable() else LinkCode()
