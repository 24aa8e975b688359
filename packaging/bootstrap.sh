#!/bin/sh
# Makes this checkout ready to run and test: system libraries, a private uv, and .venv from uv.lock.
#
# With --tests also what the tests start beside the board: PostgreSQL, Chromium and its driver, and a screen with a finger
# to touch it. Where they cannot be installed, those tests skip and say why.
#
# Safe to run again: when nothing changed it does nothing, and needs no network.
# On Windows and elsewhere use uv as the README says; this script is for Linux.
set -eu
cd "$(dirname "$0")/.."

python=${PYTHON:-python3}
tools=.tools/$(cksum < packaging/tools.txt | cut -d ' ' -f 1)

say() { printf '%s\n' "$*" >&2; }

# --- System libraries ---------------------------------------------------------------------------------------------
# Each line: the file that the program loads, and the Debian package that brings it.
# Without a screen, Qt needs these:
offscreen='
libglib-2.0.so.0        libglib2.0-0
libGL.so.1              libgl1
libEGL.so.1             libegl1
libdbus-1.so.3          libdbus-1-3
libfontconfig.so.1      libfontconfig1
libxkbcommon.so.0       libxkbcommon0
libbrotlidec.so.1       libbrotli1
libgssapi_krb5.so.2     libgssapi-krb5-2
DejaVuSans.ttf          fonts-dejavu-core
'
# To open a window, these too:
window='
libxcb-cursor.so.0      libxcb-cursor0
libxcb-icccm.so.4       libxcb-icccm4
libxcb-keysyms.so.1     libxcb-keysyms1
libxcb-shape.so.0       libxcb-shape0
libxcb-xkb.so.1         libxcb-xkb1
libxkbcommon-x11.so.0   libxkbcommon-x11-0
libwayland-cursor.so.0  libwayland-cursor0
libwayland-egl.so.1     libwayland-egl1
'
# What the tests start beside the board:
servers='
postgres                postgresql
chromium                chromium
chromedriver            chromium-driver
Xvfb                    xvfb
xdotool                 xdotool
'

present() {
    case "$1" in
        postgres) ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 ;;
        chromium|chromedriver|Xvfb|xdotool) command -v "$1" >/dev/null 2>&1 ;;
        *.ttf) [ -e "/usr/share/fonts/truetype/dejavu/$1" ] || fc-list 2>/dev/null | grep -q "/$1" ;;
        *) printf '%s\n' "$libraries" | grep -qF "	$1 " ;;
    esac
}

# Prints the packages of the given table whose file is not there.
missing() {
    printf '%s\n' "$1" | while read -r file package; do
        [ -z "$file" ] || present "$file" || printf '%s ' "$package"
    done
}

# Debian 13 and Ubuntu 24.04 renamed one of them.
names_here() {
    for package in "$@"; do
        if apt-cache show "${package}t64" >/dev/null 2>&1; then
            printf '%st64 ' "$package"
        else
            printf '%s ' "$package"
        fi
    done
}

# Debian's Python comes without what makes environments; it is needed once, to fetch uv.
missing_venv() {
    [ -x "$tools/bin/uv" ] || "$python" -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv
}

root_prefix() {
    if [ "$(id -u)" -eq 0 ]; then
        echo env
    elif command -v sudo >/dev/null 2>&1 && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
        echo sudo env
    else
        return 1
    fi
}

install_packages() {
    if ! command -v apt-get >/dev/null 2>&1; then
        say "This needs system packages that are missing. Under their Debian names: $*"
        say "Install what your system calls them, then run this again."
        exit 1
    fi
    if ! as_root=$(root_prefix); then
        say "Packages are missing, and there is neither root nor sudo to install them. Ask an administrator to run:"
        say "  apt-get install $(names_here "$@")"
        exit 1
    fi
    say "Installing system packages: $*"
    $as_root apt-get update -q >&2
    # shellcheck disable=SC2046,SC2086  # word by word
    $as_root DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $(names_here "$@") >&2
}

if [ "$(uname -s)" = Linux ]; then
    libraries=$(PATH="$PATH:/usr/sbin:/sbin" ldconfig -p 2>/dev/null || true)
    needed=$(missing "$offscreen")
    if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
        needed="$needed$(missing "$window")"
    fi
    if [ -n "$needed" ]; then
        # shellcheck disable=SC2046  # word by word
        install_packages $(missing "$offscreen$window") $(missing_venv)
    fi
    if [ "${1:-}" = --tests ] && [ -n "$(missing "$window$servers")" ]; then
        if command -v apt-get >/dev/null 2>&1 && root_prefix >/dev/null; then
            # shellcheck disable=SC2046  # word by word
            install_packages $(missing "$window$servers")
        else
            say "Some tests will skip: they need $(missing "$window$servers")"
        fi
    fi
fi

# --- The Python environment ---------------------------------------------------------------------------------------
stamp=.venv/.ready
# What the environment depends on; the folder is in it because an environment cannot be moved.
wanted=$(pwd; cat uv.lock pyproject.toml packaging/tools.txt packaging/bootstrap.sh | cksum)
if [ -x .venv/bin/python ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then
    exit 0
fi

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    say "Python 3.11 or newer is needed as '$python'. Name another with: make PYTHON=/path/to/python3"
    exit 1
fi

if [ ! -x "$tools/bin/uv" ]; then
    [ -z "$(missing_venv)" ] || install_packages "$(missing_venv)"
    say "Fetching uv into .tools"
    rm -rf .tools
    "$python" -m venv "$tools"
    "$tools/bin/python" -m pip install -q --disable-pip-version-check --require-hashes -r packaging/tools.txt >&2
fi

say "Preparing .venv from uv.lock"
rm -f "$stamp"
UV_PROJECT_ENVIRONMENT=.venv "$tools/bin/uv" sync -q --frozen --python "$python" --extra kiosk --extra publish --extra central --group dev >&2
printf '%s\n' "$wanted" > "$stamp"
