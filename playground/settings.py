"""What the application remembers between two starts: window, theme, experiment."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings

from playground.models.experiment.experiment import Experiment


class Settings:
    """Typed access to the platform's store of settings; damaged entries fall back to the defaults."""

    def __init__(self, store: QSettings | None = None) -> None:
        self._store = store or QSettings("Scalar Playground", "Scalar Playground")

    @property
    def experiment(self) -> Experiment:
        """The experiment last worked on."""
        text = self._store.value("experiment")
        try:
            return Experiment.from_json(str(text)) if text else Experiment()
        except ValueError:
            return Experiment()

    @experiment.setter
    def experiment(self, experiment: Experiment) -> None:
        self._store.setValue("experiment", experiment.to_json())

    @property
    def theme(self) -> str:
        """``"system"``, ``"light"`` or ``"dark"``."""
        theme = str(self._store.value("theme", "system"))
        return theme if theme in ("system", "light", "dark") else "system"

    @theme.setter
    def theme(self, theme: str) -> None:
        self._store.setValue("theme", theme)

    @property
    def log_scale(self) -> bool:
        """Whether the loss chart is logarithmic."""
        return str(self._store.value("log_scale", "true")).lower() == "true"

    @log_scale.setter
    def log_scale(self, on: bool) -> None:
        self._store.setValue("log_scale", "true" if on else "false")

    @property
    def zoom(self) -> float:
        """How large everything in the window is; 1 is its natural size."""
        try:
            zoom = float(str(self._store.value("zoom", "1")))
        except ValueError:
            return 1.0
        return zoom if 0.5 <= zoom <= 4.0 else 1.0

    @zoom.setter
    def zoom(self, zoom: float) -> None:
        self._store.setValue("zoom", f"{zoom:g}")

    @property
    def geometry(self) -> QByteArray | None:
        """Size and place of the window."""
        value = self._store.value("geometry")
        return value if isinstance(value, QByteArray) else None

    @geometry.setter
    def geometry(self, geometry: QByteArray | None) -> None:
        self._store.setValue("geometry", geometry)

    def sync(self) -> None:
        """Write everything to disk now."""
        self._store.sync()
