#!/bin/bash
# Runs a command with Swift 6 or newer: the machine's own, or else Debian trixie's in a folder below target/tools.
#
#   bindings/swift/toolchain.sh                 bring Swift, if it is not there yet
#   bindings/swift/toolchain.sh swift build …   run something with it, in the present folder
#
# The folder (3 GB, two minutes) needs root and debootstrap. Mounts live in a mount namespace of their own and vanish
# with the command.
set -euo pipefail

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
folder=${NABZ_SWIFT:-$repository/target/tools/swift}
ready=$folder/.ready-1
# Besides the compiler: a C++ library to link with, OpenSSL for the tests' key store, ICU-free Foundation's own needs.
packages="swiftlang libc6-dev g++ libstdc++-14-dev binutils libxml2 libcurl4 libssl-dev pkgconf ca-certificates tzdata"

say() { printf 'swift toolchain: %s\n' "$*" >&2; }

own_swift() {
    local version
    [ -z "${NABZ_SWIFT:-}" ] && command -v swift >/dev/null || return 1
    version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\).*/\1/p' | head -n 1)
    [ "${version:-0}" -ge 6 ]
}

# A shell in which /proc and /dev of the folder are mounted, and this repository at its own path.
inside() {
    unshare --mount --propagation private bash -euc '
        folder=$1 repository=$2; shift 2
        mount -t proc proc "$folder/proc"
        mount --rbind /dev "$folder/dev"
        mkdir -p "$folder$repository"
        mount --bind "$repository" "$folder$repository"
        exec chroot "$folder" /usr/bin/env -i HOME=/root LANG=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin \
            NABZ_COMMIT="${NABZ_COMMIT:-}" "$@"
    ' inside "$folder" "$repository" "$@"
}

bring() {
    [ "$(id -u)" -eq 0 ] || { say "no Swift 6 here; to bring one, run as root, or install it from swift.org"; exit 1; }
    command -v debootstrap >/dev/null || {
        say "installing debootstrap"
        apt-get update -qq
        apt-get install -qq -y --no-install-recommends debootstrap >/dev/null
    }
    # Half a folder is of no use.
    rm -rf "$folder"
    mkdir -p "$folder"
    local log=$folder.log
    say "debootstrap of trixie into $folder (log beside it)"
    debootstrap --variant=minbase trixie "$folder" >"$log" 2>&1 || { tail -n 20 "$log" >&2; exit 1; }
    # A folder that can be made again needs no fsync, manuals or translations.
    echo force-unsafe-io >"$folder/etc/dpkg/dpkg.cfg.d/nabz"
    printf 'path-exclude=/usr/share/%s/*\n' doc man locale >>"$folder/etc/dpkg/dpkg.cfg.d/nabz"
    say "installing $packages"
    # shellcheck disable=SC2086 # one word a package
    inside sh -euc 'apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" && apt-get clean' \
        install $packages >>"$log" 2>&1 || { tail -n 20 "$log" >&2; exit 1; }
    inside swift --version >&2
    touch "$ready"
    say "ready"
}

if own_swift; then
    [ $# -eq 0 ] || exec "$@"
    exit 0
fi
[ -e "$ready" ] || bring
[ $# -eq 0 ] || inside env --chdir="$PWD" "$@"
