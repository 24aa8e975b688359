"""Everything that the pages work with, put together once for each process."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from kiosk.central.means import CentralMeans
from kiosk.central.web.accounts import Accounts
from kiosk.central.web.acting import Acting
from kiosk.central.web.boards import RegisteredBoards
from kiosk.central.web.callers import Callers
from kiosk.central.web.delegations import Delegations
from kiosk.central.web.figures import Figures
from kiosk.central.web.folds import LogFolds
from kiosk.central.web.pages import Pages
from kiosk.central.web.passwords import Passwords
from kiosk.central.web.patience import Patience
from kiosk.central.web.proxies import SignInProxy
from kiosk.central.web.reach import Reach
from kiosk.central.web.sessions import Sessions
from kiosk.central.web.statics import Statics
from kiosk.domain.organisation import Organisation
from kiosk.host.resources import resource_folder
from kiosk.layouts.catalogue import Catalogue, load_catalogue


@dataclass(frozen=True, slots=True)
class Room:
    """The collaborators of the routes."""

    means: CentralMeans
    organisation: Callable[[], Organisation]
    catalogue: Catalogue
    accounts: Accounts
    sessions: Sessions
    patience: Patience
    delegations: Delegations
    callers: Callers
    proxy: SignInProxy
    folds: LogFolds
    reach: Reach
    figures: Figures
    boards: RegisteredBoards
    acting: Acting
    statics: Statics
    pages: Pages


def room_of(
    means: CentralMeans,
    organisation: Callable[[], Organisation],
    passwords: Passwords | None = None,
) -> Room:
    """Return the room of one process.

    Args:
        means: storage, clock, identities and settings.
        organisation: gives the organisation as it stands.
        passwords: how passwords are hashed; by default as RFC 9106 advises.
    """
    storage, clock, ids, settings = means.storage, means.clock, means.ids, means.settings
    accounts = Accounts(storage, passwords or Passwords())
    idle = timedelta(minutes=settings.leaders_idle_minutes)
    sessions = Sessions(storage, clock, ids, idle)
    delegations = Delegations(storage, accounts, clock, ids)
    folds, boards, statics = LogFolds(storage, clock), RegisteredBoards(storage, clock), Statics()
    return Room(
        means=means,
        organisation=organisation,
        catalogue=load_catalogue(resource_folder("assets") / "catalogue"),
        accounts=accounts,
        sessions=sessions,
        patience=Patience(storage, clock),
        delegations=delegations,
        callers=Callers(sessions, accounts, delegations, organisation, clock),
        proxy=SignInProxy.of(settings.leaders_header, settings.leaders_proxies),
        folds=folds,
        reach=Reach(folds, organisation, boards, clock),
        figures=Figures(folds, storage.blob),
        boards=boards,
        acting=Acting(means),
        statics=statics,
        pages=Pages(statics),
    )
