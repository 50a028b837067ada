#!/bin/bash
# Everything Swift, from a clean clone: toolchain, core, bindings, their tests, then the iOS shell's checks and tests.
# Ends with the runner's own closing line. With NABZ_BUILT=1 the core and its bindings are there already.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
repository=$PWD

say() { printf -- '-- %s (%ds)\n' "$*" "$SECONDS"; }

# No debugger asks for anything here; a failed expectation names its line by itself.
lean=(-Xswiftc -gnone)

swift_in() {
    (cd "$1" && shift && "$repository/bindings/swift/toolchain.sh" "$@")
}

say "toolchain, core, bindings"
bindings/swift/toolchain.sh &
toolchain=$!
[ -n "${NABZ_BUILT:-}" ] || cargo xtask bindings
# The painter's tests paint every screen of this gallery.
cargo test --quiet --package nabz-app --test it gallery
wait "$toolchain"

say "bindings/swift"
swift_in bindings/swift swift test --disable-xctest "${lean[@]}" --scratch-path "$repository/target/swift"

say "ios: build"
swift_in ios swift build --build-tests "${lean[@]}" --scratch-path "$repository/target/swift-ios"

say "ios: the type check can fail"
# Each line: a file, what is right in it, what is wrong.
modules=$repository/target/swift-ios/debug
checked() {
    swift_in ios swiftc -typecheck -swift-version 6 -parse-as-library -module-name Checked -I "$modules/Modules" \
        -Xcc "-fmodule-map-file=$repository/bindings/swift/Sources/nabz_ffiFFI/module.modulemap" "$@"
}
seeded() {
    local folder=$1 file=$2 right=$3 wrong=$4 copy=target/swift-seeded
    grep -qF "$right" "ios/Sources/$folder/$file" || { echo "nothing to seed in $file" >&2; return 1; }
    rm -rf "$copy"
    cp -r "ios/Sources/$folder" "$copy"
    checked "$repository/$copy"/*.swift || { echo "$folder does not pass as it is" >&2; return 1; }
    sed -i "s/$right/$wrong/" "$copy/$file"
    if checked "$repository/$copy"/*.swift 2>/dev/null; then
        echo "a type error in $file was not found" >&2
        return 1
    fi
    rm -rf "$copy"
}
seeded NabzPainter WordingText.swift 'own == around' 'wording == around'
seeded NabzPhone CallEngine.swift 'setVoiceProcessingEnabled(true)' 'setVoiceProcessingEnabled("true")'

say "ios: words of every language"
ios/words.sh target/swift-words
for words in locales/*/shell.ftl; do grep -q NSMicrophoneUsageDescription "target/swift-words/$(basename "$(dirname "$words")").lproj/InfoPlist.strings"; done
mkdir -p target/swift-words/locales/xx
echo 'shell-app-name = Nabz' >target/swift-words/locales/xx/shell.ftl
if NABZ_LOCALES=target/swift-words/locales ios/words.sh target/swift-words 2>/dev/null; then
    echo "a language without words was not found" >&2
    exit 1
fi
rm -rf target/swift-words

say "ios: tests"
swift_in ios swift test --disable-xctest --skip-build "${lean[@]}" --scratch-path "$repository/target/swift-ios"
