"""All that take part, and whether they can."""

import importlib

from evaluating.peers import clips_engine, durable_engine, rule_engine, zen_engine
from evaluating.peers.shared import Peer

PEERS: tuple[Peer, ...] = (
    zen_engine.PEER,
    zen_engine.BY_HAND,
    rule_engine.PEER,
    clips_engine.PEER,
    durable_engine.PEER,
)


def why_not(peer: Peer) -> str | None:
    """Why a peer cannot take part here; None where it can."""
    try:
        importlib.import_module(peer.module)
    except ImportError:
        return f"{peer.package} is not installed, or cannot be imported on this Python"
    return None
