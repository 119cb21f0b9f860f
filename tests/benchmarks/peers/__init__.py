"""The programs that are measured against each other, one a file."""

from tests.benchmarks.peers.closure_peer import ClosurePeer
from tests.benchmarks.peers.engine_peers import ArrayPeer, CompiledPeer, InterpretedPeer
from tests.benchmarks.peers.jax_peer import JaxPeer
from tests.benchmarks.peers.numpy_peer import NumPyPeer
from tests.benchmarks.peers.peer import Peer
from tests.benchmarks.peers.scikit_learn_peer import ScikitLearnPeer
from tests.benchmarks.peers.torch_peer import TorchPeer

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
