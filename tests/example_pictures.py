"""Trains all examples and writes what comes of them beside them: a picture in each theme, and the figures.

Run by ``make example-pictures``.
"""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from sklearn.cluster import KMeans

from playground.exporters.boundary_png import Dots, draw_boundary
from playground.exporters.png import png_of
from playground.models.examples.example import Example, Trained
from playground.models.examples.promise import keeps
from playground.models.examples.shelf import FOLDER, PICTURES, TRAINED, picture_path, read_shelf, trained_text
from playground.models.run.training import Training
from playground.style.palette import DARK, LIGHT

SIDE = 176
"""Twice its size on the card: sharp on screens of two pixels a pixel."""
DOTS = Dots(train_radius=3.8, outline=1.2, most_train=150, most_test=0)
COLOURS = 96
"""In a picture: enough for no edge to be seen, and a quarter of the bytes of all colours."""


SAMPLED = 7  # every so many pixels tell what the colours are


def train(example: Example) -> Training:
    """Train an example as far as it says."""
    training = Training.of(example.experiment)
    training.trainer.train_for(600.0, example.epochs)
    return training


def with_few_colours(image: QImage) -> QImage:
    """Return a picture of `COLOURS` colours that are as near to its own as can be."""
    image = image.convertToFormat(QImage.Format.Format_RGBX8888)
    side = image.width()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(side * side, 4)[:, :3].astype(np.float64)
    count = min(COLOURS, len(np.unique(pixels[::SAMPLED], axis=0)))
    found = KMeans(count, n_init=1, random_state=0).fit(pixels[::SAMPLED])
    numbers = np.ascontiguousarray(found.predict(pixels).reshape(side, side).astype(np.uint8))
    few = QImage(numbers.data, side, side, side, QImage.Format.Format_Indexed8).copy()
    rows = np.rint(found.cluster_centers_).astype(int).tolist()
    few.setColorTable([QColor(*row).rgb() for row in rows])
    return few


def main() -> None:
    """Write the pictures of all examples."""
    app = QApplication([])
    shelf = read_shelf()
    if shelf.faults:
        raise SystemExit("\n".join(shelf.faults))
    for path in (FOLDER / PICTURES).glob("*"):
        path.unlink()
    rows = []
    for example in shelf.examples:
        training = train(example)
        if not keeps(example.promise, training):
            raise SystemExit(f"{example.key} does not keep its promise: {example.promise.text}")
        score = training.scores()[1]
        assert score is not None
        rows.append((example.key, Trained(example.mark, training.network.structure, score)))
        for theme, palette in (("light", LIGHT), ("dark", DARK)):
            image = draw_boundary(training, SIDE, palette, DOTS)
            picture_path(example.key, theme).write_bytes(png_of(with_few_colours(image)))
        print(example.key)
    (FOLDER / PICTURES / TRAINED).write_text(trained_text(rows), encoding="utf-8")
    app.quit()


if __name__ == "__main__":
    main()
