"""What happened, provably: an append-only chain of events, its signed ends, and its verification."""

from service.audit.actions import Action
from service.audit.record import Subject, record

__all__ = ["Action", "Subject", "record"]
