"""Kernels that were compiled already, for later programs: a changed layer costs its own kernels only."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable, Mapping

from .native import NativeModule

# A module is kept as long as one of its kernels was of use to one of the latest so many modules.
MOST_MODULES = 32


class KernelLibrary:
    """Machine code by the shape of its kernel; the modules least recently used are let go."""

    def __init__(self, most_modules: int = MOST_MODULES) -> None:
        self._most_modules = most_modules
        self._modules: OrderedDict[NativeModule, Mapping[Hashable, str]] = OrderedDict()
        self._owner: dict[Hashable, NativeModule] = {}
        self._lock = threading.Lock()

    def find(self, key: Hashable) -> tuple[NativeModule, int] | None:
        """Return the module that holds a kernel, to be kept as long as it is called, and its address."""
        with self._lock:
            module = self._owner.get(key)
            if module is None:
                return None
            self._modules.move_to_end(module)
            return module, module.address(self._modules[module][key])

    def add(self, module: NativeModule, names: Mapping[Hashable, str]) -> None:
        """Offer the kernels of a module, named by their shapes."""
        with self._lock:
            self._modules[module] = names
            self._owner.update(dict.fromkeys(names, module))
            while len(self._modules) > self._most_modules:
                oldest, keys = self._modules.popitem(last=False)
                for key in keys:
                    if self._owner.get(key) is oldest:
                        del self._owner[key]


LIBRARY = KernelLibrary()
