// swift-tools-version: 6.0
import PackageDescription

// Sources/NabzFFI and Sources/nabz_ffiFFI hold links to what `cargo xtask bindings` writes below target/bindings/swift.

#if os(Linux)
    // The library of `cargo build --package nabz-ffi`, found at link time and at run time.
    let library = Context.environment["NABZ_LIBRARY"] ?? "\(Context.packageDirectory)/../../target/debug"
    let native: [Target] = [
        .systemLibrary(name: "nabz_ffiFFI"),
        // The tests' key store; on an Apple machine they run in an app's own host with its key store.
        .systemLibrary(
            name: "COpenSSL", path: "Tests/COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .target(name: "NabzSandbox", dependencies: ["Nabz", "COpenSSL"], path: "Tests/NabzSandbox"),
        .testTarget(name: "NabzTests", dependencies: ["Nabz", "NabzSandbox"]),
        .executableTarget(name: "bench-ffi", dependencies: ["Nabz", "NabzSandbox"], path: "Bench"),
    ]
    let linked: [LinkerSetting] = [.unsafeFlags(["-L", library, "-Xlinker", "-rpath", "-Xlinker", library])]
    let extra: [Product] = [.library(name: "NabzSandbox", targets: ["NabzSandbox"])]
#else
    // Header, module map and static libraries of iPhone and simulator, as an app team packs them (see README.md).
    let native: [Target] = [.binaryTarget(name: "nabz_ffiFFI", path: "nabz_ffiFFI.xcframework")]
    let linked: [LinkerSetting] = []
    let extra: [Product] = []
#endif

let package = Package(
    name: "nabz-swift",
    platforms: [.iOS(.v16), .macOS(.v13)],
    products: [.library(name: "Nabz", targets: ["Nabz"])] + extra,
    targets: native + [
        // Generated; Swift 5 mode, because the generator's async callbacks are not yet clean in mode 6 (uniffi #2929).
        .target(
            name: "NabzFFI",
            dependencies: ["nabz_ffiFFI"],
            swiftSettings: [.swiftLanguageMode(.v5)],
            linkerSettings: linked
        ),
        .target(name: "Nabz", dependencies: ["NabzFFI"]),
    ]
)
