"""What is on screen."""

from playground.views.guard import install

install()
