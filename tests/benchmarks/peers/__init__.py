"""The programs that are measured against each other, one a file."""

from .closure_peer import ClosurePeer
from .engine_peers import ArrayPeer, CompiledPeer, InterpretedPeer
from .jax_peer import JaxPeer
from .numpy_peer import NumPyPeer
from .peer import Peer
from .scikit_learn_peer import ScikitLearnPeer
from .torch_peer import TorchPeer

PEERS: tuple[type[Peer], ...] = (
    CompiledPeer,
    ArrayPeer,
    InterpretedPeer,
    ClosurePeer,
    TorchPeer,
    JaxPeer,
    ScikitLearnPeer,
    NumPyPeer,
)

__all__ = ["PEERS", "ArrayPeer", "CompiledPeer", "Peer"]
