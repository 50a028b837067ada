#!/bin/bash
# Makes FOLDER/<tag>.lproj/InfoPlist.strings for every language of locales/: the words that iOS itself shows.
#
#   ios/words.sh [FOLDER]      default: ios/App; XcodeGen runs it before every generation
set -euo pipefail

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
locales=${NABZ_LOCALES:-$repository/locales}
folder=${1:-$repository/ios/App}

# The one-line Fluent message $2 of language $1, quoted for a strings file.
word() {
    local value
    value=$(sed -n "s/^$2 = \(.*\)$/\1/p" "$locales/$1"/*.ftl)
    # A placeable or a missing word would show as a raw key.
    if [ -z "$value" ] || [[ $value == *[{}]* ]] || [[ $value == *$'\n'* ]]; then
        echo "words: $1 has no plain message $2" >&2
        return 1
    fi
    value=${value//\\/\\\\}
    printf '"%s"' "${value//\"/\\\"}"
}

for path in "$locales"/*/; do
    tag=$(basename "$path")
    # Names of dates, no language.
    [ "$tag" != dates ] || continue
    name=$(word "$tag" shell-app-name)
    microphone=$(word "$tag" shell-microphone-reason)
    unlock=$(word "$tag" shell-unlock-reason)
    mkdir -p "$folder/$tag.lproj"
    cat >"$folder/$tag.lproj/InfoPlist.strings" <<STRINGS
"CFBundleDisplayName" = $name;
"NSMicrophoneUsageDescription" = $microphone;
"NSFaceIDUsageDescription" = $unlock;
STRINGS
done
