#!/usr/bin/env bash
# Makes a checkout ready to run: system packages, .venv, pinned dependencies. Usage: set-up.sh [test]
# Whatever is already in place is left alone, so a second call takes a fraction of a second.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly EXTRA="${1:-}" # an extra of pyproject.toml on top of the program's own dependencies
readonly VENV=.venv
if [[ "${OS:-}" == Windows_NT ]]; then
    readonly VENV_PYTHON="$VENV/Scripts/python.exe"
else
    readonly VENV_PYTHON="$VENV/bin/python"
fi

# What Qt's wheel loads but does not bring, for a window on X11 or Wayland and for the offscreen platform.
# `a|b` is one library whose package has another name on newer releases.
readonly QT_LIBRARIES=(
    libdbus-1-3 libegl1 libfontconfig1 libfreetype6 libgl1 "libglib2.0-0|libglib2.0-0t64" libx11-xcb1
    libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0
    libxcb-shm0 libxcb-sync1 libxcb-util1 libxcb-xfixes0 libxcb-xkb1 libxkbcommon-x11-0 libxkbcommon0
)
readonly WAYLAND_LIBRARIES=(libwayland-client0 libwayland-cursor0 libwayland-egl1)
readonly FONTS=(fonts-inter fonts-jetbrains-mono)

say() { printf '%s\n' "$*" >&2; }

die() {
    say "$@"
    exit 1
}

# ---- Python ----------------------------------------------------------------------------------------------------

# Prints "3.12" for a usable interpreter. One inside .venv is refused: the environment cannot be rebuilt from itself.
supported_version() {
    "$1" - "$VENV" <<'PROBE' 2>/dev/null
import os, sys
inside = os.path.realpath(sys.prefix) == os.path.realpath(sys.argv[1])
print("%d.%d" % sys.version_info[:2])
sys.exit(inside or not (3, 11) <= sys.version_info[:2] <= (3, 14))
PROBE
}

find_python() {
    local candidate
    for candidate in ${PYTHON:+"$PYTHON"} python3 python3.14 python3.13 python3.12 python3.11 python; do
        if supported_version "$candidate" >/dev/null; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    die "Scalar Playground needs Python 3.11, 3.12, 3.13 or 3.14, and none was found:" \
        "install one, or name it with PYTHON=/path/to/python3."
}

can_create_venvs() { "$1" -c "import ensurepip, venv" 2>/dev/null; }

# ---- System packages (Debian, Ubuntu and their kin) ------------------------------------------------------------

uses_apt() { command -v dpkg-query >/dev/null && command -v apt-get >/dev/null; }

# Prints those of the given packages of which no alternative is installed, one a line.
missing_packages() {
    local names=() installed package
    IFS='|' read -r -a names <<<"$(IFS='|'; printf '%s' "$*")"
    # dpkg-query fails as soon as it does not know one of the names.
    installed="$(dpkg-query -W -f='${Package} ${db:Status-Status}\n' "${names[@]}" 2>/dev/null || true)"
    for package in "$@"; do
        grep -qxE "($(printf '%s' "$package" | sed 's/[.+]/\\&/g')) installed" <<<"$installed" || printf '%s\n' "$package"
    done
}

# For a mere alias apt-cache succeeds too, but prints nothing.
is_offered() { [[ -n "$(apt-cache show --no-all-versions "$1" 2>/dev/null)" ]]; }

# Prints for `a|b` the name this release has. Before the first `apt-get update` apt knows no name at all; then the
# first one stands, which newer releases still accept as an alias.
name_on_this_release() {
    local alternatives=() name
    IFS='|' read -r -a alternatives <<<"$1"
    for name in "${alternatives[@]}"; do
        if is_offered "$name"; then
            printf '%s\n' "$name"
            return
        fi
    done
    printf '%s\n' "${alternatives[0]}"
}

is_root() { [[ "$(id -u)" == 0 ]]; }

can_sudo_silently() { command -v sudo >/dev/null && sudo -n true 2>/dev/null; }

can_install() { is_root || can_sudo_silently; }

# Prints its arguments as the command that they are, then runs it as root.
run_as_root() {
    local prefix=()
    is_root || prefix=(sudo -n)
    say "+ ${prefix[*]:+${prefix[*]} }$*"
    "${prefix[@]}" "$@" </dev/null
}

# The command a person without these rights here would type or hand to an administrator.
command_to_type() {
    local update="apt-get update" install="apt-get install --yes --no-install-recommends $*"
    if command -v sudo >/dev/null; then
        printf '%s\n' "sudo $update && sudo $install"
    else
        printf '%s\n' "su -c '$update && $install'"
    fi
}

apt_update() {
    # An unreachable third-party archive is no reason to stop: the packages may well come from another.
    run_as_root apt-get -qq update || say "apt-get update failed; going on with the lists at hand."
}

apt_install() {
    run_as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=120 \
        install --yes --no-install-recommends "$@" >&2
}

# Sees to it that the given packages are there, or ends with the command that brings them.
require_packages() {
    local missing=() names=() package
    mapfile -t missing < <(missing_packages "$@")
    ((${#missing[@]})) || return 0
    say "Missing system packages: ${missing[*]%%|*}"
    if can_install; then apt_update; fi
    for package in "${missing[@]}"; do names+=("$(name_on_this_release "$package")"); done
    if ! can_install; then
        die "Please install them with this command, then try again:"$'\n'"    $(command_to_type "${names[@]}")"
    fi
    apt_install "${names[@]}" || die "The system packages could not be installed; apt-get says why above."
}

# The two typefaces of the design. Without them the window falls back on the system's, so nothing here is fatal,
# and an environment asks only once.
offer_fonts() {
    local missing=() offered=() font asked="$VENV/.fonts-offered"
    [[ ! -e "$asked" ]] || return 0
    touch "$asked"
    mapfile -t missing < <(missing_packages "${FONTS[@]}")
    ((${#missing[@]})) || return 0
    if ! can_install; then
        say "Hint: the window looks best with its own typefaces: $(command_to_type "${missing[@]}")"
        return
    fi
    is_offered "${missing[0]}" || apt_update
    for font in "${missing[@]}"; do
        if is_offered "$font"; then offered+=("$font"); fi
    done
    ((${#offered[@]})) || return 0
    apt_install "${offered[@]}" || say "Going on without the typefaces ${offered[*]}."
}

# Debian ships ensurepip apart from Python itself: prints the package that the given interpreter lacks, if any.
missing_venv_package() {
    if ! can_create_venvs "$1" && [[ "$("$1" -c "import sys; print(sys.prefix)")" == /usr ]]; then
        printf 'python%s-venv\n' "$(supported_version "$1")"
    fi
}

set_up_system() {
    local packages=("${QT_LIBRARIES[@]}") python package
    if [[ -n "${WAYLAND_DISPLAY:-}" ]]; then packages+=("${WAYLAND_LIBRARIES[@]}"); fi
    if uses_apt; then
        if ! venv_runs; then
            python="$(find_python)"
            package="$(missing_venv_package "$python")"
            packages+=(${package:+"$package"})
        fi
        require_packages "${packages[@]}"
    elif [[ "$(uname -s)" == Linux && ! -e "$VENV" ]]; then
        say "Hint: no apt-get here. Should Qt report a missing library, install your system's packages for" \
            "OpenGL, EGL, fontconfig, D-Bus, xkbcommon and xcb-util-cursor."
    fi
}

# ---- The virtual environment -----------------------------------------------------------------------------------

venv_runs() {
    "$VENV_PYTHON" -c "import sys, pip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))" 2>/dev/null
}

create_venv() {
    local python version
    python="$(find_python)"
    version="$(supported_version "$python")"
    can_create_venvs "$python" || die "$python lacks the modules venv and ensurepip: install them, or name another" \
        "Python with PYTHON=/path/to/python3."
    [[ "$python" == "${PYTHON:-$python}" ]] || say "PYTHON=$PYTHON is no Python 3.11 to 3.14; taking $python instead."
    say "Creating $VENV with Python $version ..."
    rm -rf "$VENV"
    "$python" -m venv "$VENV" || die "Python $version could not create $VENV."
}

# One stamp for the program and one for each extra, holding the fingerprint of what was asked for.
readonly STAMP="$VENV/.installed" EXTRA_STAMP="$VENV/.installed${EXTRA:+-$EXTRA}"

fingerprint() { cat pyproject.toml constraints.txt | cksum; }

is_installed() { [[ "$(cat "$EXTRA_STAMP" 2>/dev/null)" == "$(fingerprint)" ]]; }

# The program runs from the checkout, so only its requirements are installed, and nothing has to be built.
requirements() {
    "$VENV_PYTHON" - ${EXTRA:+"$EXTRA"} <<'READ'
import sys, tomllib
with open("pyproject.toml", "rb") as file:
    project = tomllib.load(file)["project"]
names = list(project["dependencies"])
for extra in sys.argv[1:]:
    names += project["optional-dependencies"][extra]
print("\n".join(names))
READ
}

install_requirements() {
    local names=() options=(--disable-pip-version-check --only-binary ":all:" --constraint constraints.txt) name
    # Not mapfile: macOS still ships bash 3.
    while IFS= read -r name; do names+=("$name"); done < <(requirements | tr -d '\r')
    [[ -t 2 ]] || options+=(--quiet)
    say "Installing the pinned dependencies${EXTRA:+ and the extra \"$EXTRA\"} (some minutes the first time) ..."
    # Wheels only: compiling SciPy for half an hour would be a worse answer than a clear refusal.
    "$VENV_PYTHON" -m pip install "${options[@]}" "${names[@]}" </dev/null >&2 ||
        die "The dependencies could not be installed; pip says why above."
}

# Prints nothing where the packages load, else the last line of the error.
import_error() {
    { "$VENV_PYTHON" -c "import numpy, scipy, rich, PySide6.QtCore${EXTRA:+, pytest}" 2>&1 || true; } | tail -n 1
}

set_up_venv() {
    local error
    if ! venv_runs; then
        if [[ -e "$VENV" || -L "$VENV" ]]; then say "$VENV is broken and is built anew."; fi
        create_venv
    fi
    is_installed || install_requirements
    error="$(import_error)"
    # A missing system library is not the environment's fault, and a new one would not help.
    if [[ -n "$error" && "$error" != *"cannot open shared object file"* ]]; then
        say "$VENV is broken ($error) and is built anew."
        create_venv
        install_requirements
        error="$(import_error)"
    fi
    [[ -z "$error" ]] || die "The dependencies do not load: $error"
    fingerprint >"$STAMP"
    fingerprint >"$EXTRA_STAMP"
}

set_up_system
set_up_venv
if uses_apt; then offer_fonts; fi
