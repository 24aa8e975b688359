"""The accounts that upload: programs of the warehouse, each limited to some maps."""

from typing import Final

ACCOUNTS: Final = "warehouse-account"
"""The kind of account that uploads; its grant `maps` names the maps that it may use."""
