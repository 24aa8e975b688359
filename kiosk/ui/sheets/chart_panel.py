"""A chart on a sheet: painted at once, and handed to the plot as soon as that is loaded."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from kiosk.ui.charts.groups import paint_groups
from kiosk.ui.charts.process_chart import paint_process_chart
from kiosk.ui.charts.spells import paint_spells
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.block import BlockWidget
from kiosk.viewmodels.charts import ChartView, GroupsView, SpellsView
from kiosk.viewmodels.sheets import ChartBlock

if TYPE_CHECKING:
    from kiosk.ui.widgets.plot import Plot

WANTED = 460.0
LEAST = 260.0
GROUP_ROW = 62.0


class ChartPanel(BlockWidget):
    """One chart of any kind; a process chart can be read point by point.

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
        self.show_block(block)
        # Queued: the chart is on the screen before the plot's library is loaded.
        self._painted.connect(self._load_plot, Qt.ConnectionType.QueuedConnection)

    def show_block(self, block: ChartBlock) -> None:
        """Show another chart."""
        self._block = block
        self.setText(block.spoken)
        self.setAccessibleName(block.spoken)
        if self._plot is not None:
            self._plot.setVisible(isinstance(block.chart, ChartView))
            if isinstance(block.chart, ChartView):
                self._plot.show_chart(block.chart)
        self.update()

    @override
    def wanted_height(self, width: float) -> float:
        if isinstance(self._block.chart, GroupsView):
            return max(LEAST, GROUP_ROW * (len(self._block.chart.rows) + 1))
        return WANTED

    @override
    def least_height(self, width: float) -> float:
        return LEAST

    @override
    def arrange(self) -> None:
        if self._plot is not None:
            self.put(self._plot, self.room())

    @override
    def paint(self, painter: QPainter, body: QRectF) -> None:
        match self._block.chart:
            case ChartView() as chart if self._plot is None:
                paint_process_chart(painter, body, chart, self.theme)
                self._painted.emit()
            case SpellsView() as spells:
                paint_spells(painter, body, spells, self.theme)
            case GroupsView() as groups:
                paint_groups(painter, body, groups, self.theme)
            case _:
                pass

    def _load_plot(self) -> None:
        chart = self._block.chart
        if self._plot is not None or not isinstance(chart, ChartView):
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
