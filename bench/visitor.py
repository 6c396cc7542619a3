"""Somebody with a page open, as Streamlit's own client would be: a websocket that asks for reruns and waits for their end."""

from __future__ import annotations

import time

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from bench.place import Place

LONGEST = 60.0


class Visitor:
    """One session on a page; `rerun` tells how long the script took as its user sees it."""

    def __init__(self, place: Place, page: str, query: str = "") -> None:
        self.page, self.query, self.page_hash = page, query, ""
        self._socket = connect(
            place.url.replace("http", "ws", 1) + "/_stcore/stream",
            additional_headers={"Cookie": place.cookie},
            origin=Origin(place.url),
            subprotocols=[Subprotocol("streamlit")],
            max_size=None,
        )
        self.rerun()

    def rerun(self) -> float:
        """Ask for a rerun and wait until the script has finished. Returns milliseconds; raises where the script failed."""
        asked = BackMsg()
        asked.rerun_script.query_string = self.query
        asked.rerun_script.page_script_hash = self.page_hash
        if not self.page_hash:
            asked.rerun_script.page_name = self.page
        asked.rerun_script.context_info.timezone = "UTC"
        asked.rerun_script.context_info.locale = "en-US"
        asked.rerun_script.context_info.url = self.page
        began = time.perf_counter()
        self._socket.send(asked.SerializeToString())
        while True:
            told = ForwardMsg.FromString(self._socket.recv(timeout=LONGEST, decode=False))
            match told.WhichOneof("type"):
                case "navigation":
                    self.page_hash = told.navigation.page_script_hash
                case "delta" if told.delta.new_element.WhichOneof("type") == "exception":
                    raise RuntimeError(told.delta.new_element.exception.message)
                case "script_finished":
                    return (time.perf_counter() - began) * 1000

    def close(self) -> None:
        self._socket.close()
