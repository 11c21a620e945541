"""Conversation: how much of what is done is talk."""

from engagement_metrics.conversation._ratio import conversation_ratio

__all__ = ["conversation_ratio"]
