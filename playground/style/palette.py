"""The colours of the light and the dark theme, as plain hexadecimal strings without any toolkit."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Theme:
    """Every colour the application draws with, as ``#RRGGBB`` strings.

    The interface is neutral plus one accent; other hues belong to the data.

    Attributes
    ----------
    name
        ``"light"`` or ``"dark"``.
    field
        Fill of editable fields (surface in the light theme, inset in the dark one).
    knob, knob_line
        Fill and outline of slider knobs.
    mark_outline
        Outline of filled data points.
    negative, positive
        Marks by sign: links, biases.
    negative_text, positive_text
        Numbers by sign.
    diverging
        Nine even stops for -1 to +1; interpolate linearly in sRGB.
    classes
        Colours of classes 0 to 9; 0 and 1 equal the negative and the positive mark.
    shadow_alpha
        Opacity of the shadow under floating cards, 0 to 1.
    region_strength
        Share of the winner's colour in a class region at full certainty.
    halo_alpha
        Opacity of the accent halo round a hovered slider knob.
    """

    name: str
    bg: str
    surface: str
    inset: str
    inset2: str
    field: str
    segment_on: str
    segment_border: str
    line: str
    grid: str
    ctl: str
    ctl2: str
    ink: str
    ink2: str
    ink3: str
    disabled: str
    accent: str
    accent_hover: str
    accent_pressed: str
    on_accent: str
    soft: str
    soft_line: str
    accent_text: str
    danger: str
    danger_soft: str
    danger_line: str
    ok: str
    ok_soft: str
    ok_line: str
    train_curve: str
    test_curve: str
    knob: str
    knob_line: str
    mark_outline: str
    negative: str
    positive: str
    negative_text: str
    positive_text: str
    diverging: tuple[str, ...]
    classes: tuple[str, ...]
    shadow: str
    shadow_alpha: float
    region_strength: float
    halo_alpha: float

    @property
    def is_dark(self) -> bool:
        """Whether text is lighter than its ground."""
        return self.name == "dark"

    @property
    def neutral(self) -> str:
        """The middle of the diverging map, the colour of zero."""
        return self.diverging[len(self.diverging) // 2]


LIGHT = Theme(
    name="light",
    bg="#F5F6F8",
    surface="#FFFFFF",
    inset="#EEF0F3",
    inset2="#E5E8EC",
    field="#FFFFFF",
    segment_on="#FFFFFF",
    segment_border="#E1E5EA",
    line="#E1E5EA",
    grid="#E9ECF0",
    ctl="#CBD2DA",
    ctl2="#8A94A2",
    ink="#14181F",
    ink2="#465160",
    ink3="#5E6978",
    disabled="#A3ACB8",
    accent="#6341C8",
    accent_hover="#5535B4",
    accent_pressed="#462B99",
    on_accent="#FFFFFF",
    soft="#EFEBFB",
    soft_line="#CFC3F2",
    accent_text="#5535B4",
    danger="#B42318",
    danger_soft="#FDECEA",
    danger_line="#F3C5C0",
    ok="#176B4A",
    ok_soft="#E6F4EC",
    ok_line="#B9DECB",
    train_curve="#8A94A2",
    test_curve="#6341C8",
    knob="#FFFFFF",
    knob_line="#8A94A2",
    mark_outline="#FFFFFF",
    negative="#D55E00",
    positive="#0072B2",
    negative_text="#A84400",
    positive_text="#00619C",
    diverging=(
        "#F0A16E",
        "#F4B892",
        "#F7CEB4",
        "#F9E4D7",
        "#FAFAF9",
        "#D9E8F6",
        "#B8D7F3",
        "#96C5EE",
        "#74B3EA",
    ),
    classes=(
        "#D55E00",
        "#0072B2",
        "#12A58A",
        "#A5346F",
        "#DCA80A",
        "#7FA6F4",
        "#5E0616",
        "#6F8A58",
        "#3D2FC2",
        "#163A4A",
    ),
    shadow="#101828",
    shadow_alpha=0.14,
    region_strength=0.50,
    halo_alpha=0.16,
)

DARK = Theme(
    name="dark",
    bg="#101317",
    surface="#181C22",
    inset="#20252D",
    inset2="#2A303A",
    field="#20252D",
    segment_on="#333B46",
    segment_border="#414A57",
    line="#2B323B",
    grid="#252B34",
    ctl="#3B4450",
    ctl2="#697483",
    ink="#E9ECF0",
    ink2="#B3BBC6",
    ink3="#8E99A8",
    disabled="#5A6572",
    accent="#A78BFA",
    accent_hover="#B9A3FB",
    accent_pressed="#9374F0",
    on_accent="#17112B",
    soft="#2A2444",
    soft_line="#4B3E7E",
    accent_text="#BBA6FF",
    danger="#FF8A80",
    danger_soft="#3A2022",
    danger_line="#6B3434",
    ok="#6FD3A5",
    ok_soft="#17332A",
    ok_line="#2C5A48",
    train_curve="#8A94A2",
    test_curve="#B49CFF",
    knob="#E9ECF0",
    knob_line="#E9ECF0",
    mark_outline="#F4F6F8",
    negative="#F0703A",
    positive="#4C8BF5",
    negative_text="#F79A66",
    positive_text="#76AEF8",
    diverging=(
        "#914F2E",
        "#734530",
        "#563A30",
        "#3A2F2E",
        "#1E232B",
        "#243245",
        "#29415F",
        "#2E507C",
        "#326099",
    ),
    classes=(
        "#F0703A",
        "#4C8BF5",
        "#55EAA4",
        "#EEB0FA",
        "#F9B02C",
        "#CEF5FF",
        "#B04A9A",
        "#6F8A62",
        "#AE8EE6",
        "#A9AEB5",
    ),
    shadow="#000000",
    shadow_alpha=0.5,
    region_strength=0.46,
    halo_alpha=0.22,
)
