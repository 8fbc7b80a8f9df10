"""Telegram: `network` opens its doors, `api` asks and reads refusals, `listening` hears the discussion group."""

from eichhorn.networks.telegram.network import Telegram

__all__ = ["Telegram"]
