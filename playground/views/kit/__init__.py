"""The control kit: every control of the application, drawn by us from the theme."""

from playground.views.kit.buttons import IconButton, PrimaryButton, TextButton
from playground.views.kit.cards.metric_card import MetricCard
from playground.views.kit.cards.popover import Popover
from playground.views.kit.fields.integer_field import IntegerField
from playground.views.kit.fields.joined_fields import JoinedFields
from playground.views.kit.fields.labeled_slider import LabeledSlider
from playground.views.kit.fields.number_field import NumberField
from playground.views.kit.fields.segmented_control import SegmentedControl
from playground.views.kit.fields.select_field import SelectField
from playground.views.kit.fields.slider import Slider
from playground.views.kit.fields.stepper import Stepper
from playground.views.kit.fields.text_field import TextField
from playground.views.kit.fields.text_menu import TextMenu
from playground.views.kit.fields.toggle import CheckBox, Switch
from playground.views.kit.labels import Label, LabeledField, labeled
from playground.views.kit.panel import Panel
from playground.views.kit.pill import Pill
from playground.views.kit.progress_bar import ProgressBar

__all__ = [
    "CheckBox",
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
    "ProgressBar",
    "SegmentedControl",
    "SelectField",
    "Slider",
    "Stepper",
    "Switch",
    "TextButton",
    "TextField",
    "TextMenu",
    "labeled",
]
