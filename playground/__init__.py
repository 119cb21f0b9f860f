"""Scalar Playground: a window in which people see how neural networks learn."""

import os

# The matrices here are small: more BLAS threads only fight with the training and the GUI thread for cores
# (an upsampling of 4 ms took 80 ms so). Must be set before NumPy is imported for the first time.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
