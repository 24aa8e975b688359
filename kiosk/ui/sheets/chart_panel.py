"""A chart on a sheet: painted at once, and handed to the plot as soon as that is loaded."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QHideEvent, QPainter
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from kiosk.ui.charts.process_chart import paint_process_chart
from kiosk.ui.charts.spells import paint_spells
from kiosk.ui.sheets.groups_reading import GroupsReading
from kiosk.ui.sheets.multiples_reading import MultiplesReading
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.block import BlockWidget
from kiosk.ui.widgets.touchable import discard
from kiosk.viewmodels.charts import ChartView, GroupsView, MultiplesView, SpellsView
from kiosk.viewmodels.sheets import ChartBlock

if TYPE_CHECKING:
    from kiosk.ui.widgets.plot import Plot

WANTED = 520.0
LEAST = 330.0
Chart = ChartView | SpellsView | GroupsView | MultiplesView


class ChartPanel(BlockWidget):
    """One chart of any kind; a process chart is read point by point, groups row by row.

    The plot is given back when the panel is hidden: a board that hangs for weeks keeps none.

    Signals:
        plot_ready: the chart answers to fingers.
    """

    stretches = True
    plot_ready = Signal()
    _painted = Signal()

    def __init__(self, theme: Theme, block: ChartBlock, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._block = block
        self._plot: Plot | None = None
        self._painted_reading: GroupsReading | MultiplesReading | None = None
        self.show_block(block)
        # Queued: the chart is on the screen before the plot's library is loaded.
        self._painted.connect(self._load_plot, Qt.ConnectionType.QueuedConnection)

    def show_block(self, block: ChartBlock) -> None:
        """Show another chart."""
        self._block = block
        self.setText(block.spoken)
        self.setAccessibleName(block.spoken)
        chart = block.chart
        if self._plot is not None and isinstance(chart, ChartView):
            self._plot.show_chart(chart)
            self._plot.setAccessibleName(block.spoken)
        elif self._plot is not None:
            self._drop_plot()
        self._show_reading(chart)
        self.update()

    @override
    def wanted_height(self, width: float) -> float:
        reading = self._painted_reading
        return WANTED if reading is None else reading.wanted_height(width)

    @override
    def least_height(self, width: float) -> float:
        reading = self._painted_reading
        return LEAST if reading is None else reading.least_height(width)

    @override
    def arrange(self) -> None:
        for child in (self._plot, self._painted_reading):
            if child is not None:
                self.put(child, self.room())

    @override
    def paint(self, painter: QPainter, body: QRectF) -> None:
        match self._block.chart:
            case ChartView() as chart if self._plot is None:
                paint_process_chart(painter, body, chart, self.theme)
                self._painted.emit()
            case SpellsView() as spells:
                paint_spells(painter, body, spells, self.theme)
            case _:
                pass

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self._drop_plot()

    def _show_reading(self, chart: Chart) -> None:
        """Keep, make or drop the widget of a chart that is painted and read without pyqtgraph."""
        reading = self._painted_reading
        match chart:
            case GroupsView() if isinstance(reading, GroupsReading):
                reading.show_chart(chart)
            case MultiplesView() if isinstance(reading, MultiplesReading):
                reading.show_chart(chart)
            case _:
                if reading is not None:
                    discard(reading)
                self._painted_reading = reading = self._make_reading(chart)
        if reading is not None:
            reading.setAccessibleName(self._block.spoken)
            self.arrange()

    def _make_reading(self, chart: Chart) -> GroupsReading | MultiplesReading | None:
        made: GroupsReading | MultiplesReading
        if isinstance(chart, GroupsView):
            made = GroupsReading(self.theme, chart, self)
            made.setObjectName("groups")
        elif isinstance(chart, MultiplesView):
            made = MultiplesReading(self.theme, chart, self)
            made.setObjectName("multiples")
        else:
            return None
        made.set_scale(self.scale)
        made.show()
        return made

    def _drop_plot(self) -> None:
        if self._plot is not None:
            self._plot.release()
            discard(self._plot)
            self._plot = None

    def _load_plot(self) -> None:
        chart = self._block.chart
        if self._plot is not None or not isinstance(chart, ChartView) or not self.isVisible():
            return
        from kiosk.ui.widgets.plot import Plot  # noqa: PLC0415 - slow to load, and rarely wanted

        self._plot = Plot(self.theme, chart, self)
        self._plot.setObjectName("plot")
        self._plot.setAccessibleName(self._block.spoken)
        self._plot.set_scale(self.scale)
        self.arrange()
        self._plot.show()
        self.update()
        self.plot_ready.emit()
