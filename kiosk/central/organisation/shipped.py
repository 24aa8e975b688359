"""What comes with the program and a file may name: layouts, metrics, agendas."""

from kiosk.central.organisation.checking import Shipped
from kiosk.host.resources import resource_folder
from kiosk.layouts.catalogue import load_catalogue
from kiosk.layouts.loader import available_layouts


def read_shipped() -> Shipped:
    """Read what is shipped.

    Raises:
        FileProblemsError: a shipped file is damaged.
    """
    layouts = available_layouts(resource_folder("board_layouts"))
    return Shipped(
        catalogue=load_catalogue(resource_folder("assets") / "catalogue"),
        layouts={name: layout.preset for name, layout in layouts.items()},
    )
