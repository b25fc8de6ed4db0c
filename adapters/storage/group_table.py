"""The table of groups, which the other tables know nothing of."""

from datetime import datetime
from typing import Final

from sqlalchemy import BigInteger, Text
from sqlmodel import Field

from adapters.storage.tables import Row


class ChatGroups(Row, table=True):
    """A group of a chat whose people sit on a desk, by its key. It is read when it is `due`, and was last read well at `read_at`;
    then it was found in `installation` under `id`. `trouble` is what went wrong since, `lost` why nobody is in it; empty if not.
    `turn` counts who began to read it.
    """

    key: str = Field(primary_key=True)
    chat: str
    name: str
    installation: str
    id: str
    read_at: datetime | None
    due: datetime
    turn: int = Field(sa_type=BigInteger)
    trouble: str = Field(sa_type=Text)
    lost: str


CHAT_GROUPS: Final = Row.metadata.tables["chat_groups"]
