// swift-tools-version: 6.0
import PackageDescription

// On Linux the files that need Apple's SDK are type-checked, and the painter is tested, against `Stubs`: declarations of
// the Apple types that they use, under the names of Apple's modules, which nothing else ever sees.
#if os(Linux)
    let frameworks = [
        "AVFoundation", "CallKit", "Combine", "CryptoKit", "LocalAuthentication", "Network", "Security", "SwiftUI",
        "UIKit",
        "UserNotifications", "os",
    ]
    let needs = ["SwiftUI": ["Combine", "UIKit"], "CallKit": ["AVFoundation"]]
    let stubs: [Target] = frameworks.map { name in
        .target(
            name: name, dependencies: (needs[name] ?? []).map { .target(name: $0) }, path: "Stubs/\(name)",
            swiftSettings: [.swiftLanguageMode(.v5)])
    }
    let apple: [Target.Dependency] = frameworks.map { .target(name: $0) }
    let ui: [Target.Dependency] = ["Combine", "SwiftUI"]
    let checks: [Target] = [
        .executableTarget(
            name: "NabzApp", dependencies: ["NabzShell", "NabzPainter", "NabzPhone"] + apple, path: "App",
            exclude: ["Info.plist"]),
        .testTarget(
            name: "NabzPainterTests",
            dependencies: ["NabzPainter", "NabzShell", .product(name: "NabzSandbox", package: "swift")] + ui
        ),
    ]
#else
    let stubs: [Target] = []
    let apple: [Target.Dependency] = []
    let ui: [Target.Dependency] = []
    let checks: [Target] = []
#endif

let nabz = Target.Dependency.product(name: "Nabz", package: "swift")

let package = Package(
    name: "nabz-ios",
    platforms: [.iOS(.v16)],
    products: [
        .library(name: "NabzShell", targets: ["NabzShell"]),
        .library(name: "NabzPainter", targets: ["NabzPainter"]),
        .library(name: "NabzPhone", targets: ["NabzPhone"]),
    ],
    dependencies: [.package(path: "../bindings/swift")],
    targets: stubs + checks + [
        // What needs no SDK of Apple's; built and tested on Linux as it is.
        .target(name: "NabzShell", dependencies: [nabz]),
        .target(name: "NabzPainter", dependencies: ["NabzShell", nabz] + ui),
        .target(name: "NabzPhone", dependencies: ["NabzShell", nabz] + apple),
        .testTarget(name: "NabzShellTests", dependencies: ["NabzShell", nabz]),
    ]
)
