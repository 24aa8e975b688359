"""Values cross from the worker's thread to the window's in the order in which they were sent."""

import threading

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from kiosk.ui.bridge import Bridge

pytestmark = pytest.mark.gui


def test_a_value_sent_on_another_thread_arrives_on_the_bridges_own(qtbot: QtBot) -> None:
    bridge = Bridge()
    here = QThread.currentThread()
    arrived: list[tuple[object, bool]] = []
    bridge.arrived.connect(lambda value: arrived.append((value, QThread.currentThread() is here)))

    def send_all() -> None:
        for number in range(20):
            bridge.send(number)

    worker = threading.Thread(target=send_all)
    worker.start()
    worker.join()
    qtbot.waitUntil(lambda: len(arrived) == 20)

    assert arrived == [(number, True) for number in range(20)]


def test_a_value_is_never_delivered_inside_send() -> None:
    bridge = Bridge()
    arrived: list[object] = []
    bridge.arrived.connect(arrived.append)

    bridge.send("board")

    assert arrived == []
