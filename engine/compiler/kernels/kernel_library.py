"""A cache of compiled kernels: a changed layer costs only its own kernels, a reset nothing."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Collection, Hashable, Mapping

from engine.compiler.native import NativeModule

# A module is kept while one of this many latest modules uses one of its kernels.
MOST_MODULES = 32


class KernelLibrary:
    """Machine code by kernel shape; the least recently used modules are dropped."""

    def __init__(self, most_modules: int = MOST_MODULES) -> None:
        self._most_modules = most_modules
        self._modules: OrderedDict[NativeModule, Mapping[Hashable, str]] = OrderedDict()
        self._owner: dict[Hashable, NativeModule] = {}
        # Texts contain addresses in other modules, which stay valid while a text is cached.
        self._known: dict[str, tuple[NativeModule, tuple[NativeModule, ...]]] = {}
        self._lock = threading.Lock()

    def find(self, key: Hashable) -> tuple[NativeModule, int] | None:
        """Return the module of a kernel, to be kept as long as it is called, and the kernel's address."""
        with self._lock:
            module = self._owner.get(key)
            if module is None:
                return None
            self._modules.move_to_end(module)
            return module, module.address(self._modules[module][key])

    def make(
        self, text: str, names: Mapping[Hashable, str], used: Collection[NativeModule] = ()
    ) -> NativeModule:
        """Return the machine code of a text, from the cache if possible.

        Parameters
        ----------
        text
            LLVM IR without variables of its own.
        names
            Its kernels by their shapes, offered to later programs.
        used
            The modules whose addresses the text contains.
        """
        with self._lock:
            known = self._known.get(text)
            if known is not None:
                self._modules.move_to_end(known[0])
                return known[0]
        module = NativeModule(text)
        self.add(module, names)
        with self._lock:
            if module in self._modules:
                self._known[text] = module, tuple(used)
        return module

    def add(self, module: NativeModule, names: Mapping[Hashable, str]) -> None:
        """Offer the kernels of a module, named by their shapes."""
        with self._lock:
            self._modules[module] = names
            self._owner.update(dict.fromkeys(names, module))
            while len(self._modules) > self._most_modules:
                oldest, keys = self._modules.popitem(last=False)
                if self._known.get(oldest.ir, (None,))[0] is oldest:
                    del self._known[oldest.ir]
                for key in keys:
                    if self._owner.get(key) is oldest:
                        del self._owner[key]


LIBRARY = KernelLibrary()
