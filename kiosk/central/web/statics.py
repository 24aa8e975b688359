"""The page's files: a style sheet with the theme's colours, a small script, the typeface; named by their hash."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.host.resources import resource_folder

HERE: Final = Path(__file__).parent / "static"
TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
}
WEIGHTS: Final = {"Regular": 400, "SemiBold": 600, "Bold": 700}
FOREVER: Final = "public, max-age=31536000, immutable"
SHORT_HASH: Final = 12


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file as it is served."""

    name: str
    body: bytes
    media_type: str


class Statics:
    """Holds the files; `url` gives templates their addresses."""

    def __init__(self) -> None:
        assets = resource_folder("assets")
        self._files: dict[str, StaticFile] = {}
        self._names: dict[str, str] = {}
        faces = [self._font(assets, style, weight) for style, weight in WEIGHTS.items()]
        theme = theme_css(
            tomllib.loads((assets / "theme" / "light.toml").read_text(encoding="utf-8")),
            tomllib.loads((assets / "theme" / "dark.toml").read_text(encoding="utf-8")),
        )
        css = (HERE / "site.css").read_text(encoding="utf-8")
        self._keep("site.css", "\n".join((*faces, theme, css)).encode())
        self._keep("site.js", (HERE / "site.js").read_bytes())
        self._keep("icon.svg", (HERE / "icon.svg").read_bytes())

    def url(self, name: str) -> str:
        """Return the address of a file: its name carries its hash."""
        return f"/static/{self._names[name]}"

    def get(self, hashed: str) -> StaticFile | None:
        """Return a file by the name in its address, or None."""
        return self._files.get(hashed)

    def _font(self, assets: Path, style: str, weight: int) -> str:
        name = f"AtkinsonHyperlegibleNext-{style}.ttf"
        self._keep(name, (assets / "fonts" / name).read_bytes())
        return (
            '@font-face{font-family:"Atkinson Hyperlegible Next";font-display:swap;'
            f'font-weight:{weight};src:url("{self.url(name)}") format("truetype")}}'
        )

    def _keep(self, name: str, body: bytes) -> None:
        digest = hashlib.sha256(body).hexdigest()[:SHORT_HASH]
        stem, _, ending = name.rpartition(".")
        hashed = f"{stem}.{digest}.{ending}"
        self._names[name] = hashed
        self._files[hashed] = StaticFile(hashed, body, TYPES[f".{ending}"])


def theme_css(light: Mapping[str, str], dark: Mapping[str, str]) -> str:
    """Return the theme's colour roles as custom properties, for light and dark."""
    return (
        f":root{{color-scheme:light dark;{_properties(light)}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{_properties(dark)}}}}}"
    )


def _properties(colours: Mapping[str, str]) -> str:
    return "".join(f"--{name.replace('_', '-')}:{value};" for name, value in colours.items())
