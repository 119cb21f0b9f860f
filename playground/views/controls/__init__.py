"""The control kit: every control of the application, drawn by us from the theme."""

from playground.views.controls.buttons import IconButton, PrimaryButton, TextButton
from playground.views.controls.check_box import CheckBox
from playground.views.controls.dataset_tile import DatasetTile
from playground.views.controls.integer_field import IntegerField
from playground.views.controls.joined_fields import JoinedFields
from playground.views.controls.labeled_slider import LabeledSlider
from playground.views.controls.labels import Label, LabeledField, labeled
from playground.views.controls.metric_card import MetricCard
from playground.views.controls.number_field import NumberField
from playground.views.controls.panel import Panel
from playground.views.controls.pill import Pill
from playground.views.controls.popover import Popover
from playground.views.controls.segmented_control import SegmentedControl
from playground.views.controls.select_field import SelectField
from playground.views.controls.slider import Slider
from playground.views.controls.stepper import Stepper
from playground.views.controls.switch import Switch
from playground.views.controls.text_menu import TextMenu
from playground.views.controls.tile_group import TileGroup

__all__ = [
    "CheckBox",
    "DatasetTile",
    "IconButton",
    "IntegerField",
    "JoinedFields",
    "Label",
    "LabeledField",
    "LabeledSlider",
    "MetricCard",
    "NumberField",
    "Panel",
    "Pill",
    "Popover",
    "PrimaryButton",
    "SegmentedControl",
    "SelectField",
    "Slider",
    "Stepper",
    "Switch",
    "TextButton",
    "TextMenu",
    "TileGroup",
    "labeled",
]
