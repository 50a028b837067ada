#!/bin/bash
# Packs the core for iPhone and simulator into bindings/swift/nabz_ffiFFI.xcframework, which Package.swift takes on a Mac.
# Needs a Mac with Xcode and `rustup target add aarch64-apple-ios aarch64-apple-ios-sim`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

headers=target/bindings/xcframework-headers
out=bindings/swift/nabz_ffiFFI.xcframework
cargo xtask bindings
for target in aarch64-apple-ios aarch64-apple-ios-sim; do
    IPHONEOS_DEPLOYMENT_TARGET=16.0 cargo build --release --package nabz-ffi --target "$target"
done
rm -rf "$headers" "$out"
mkdir -p "$headers/nabz_ffiFFI"
cp target/bindings/swift/nabz_ffiFFI.h "$headers/nabz_ffiFFI/"
cp target/bindings/swift/nabz_ffiFFI.modulemap "$headers/nabz_ffiFFI/module.modulemap"
xcodebuild -create-xcframework \
    -library target/aarch64-apple-ios/release/libnabz_ffi.a -headers "$headers" \
    -library target/aarch64-apple-ios-sim/release/libnabz_ffi.a -headers "$headers" \
    -output "$out"
