plugins {
    alias(libs.plugins.android.library)
    alias(libs.plugins.kotlin.android)
}

val repository: File = rootDir.parentFile
val bindings: File = repository.resolve("target/bindings/kotlin")
val libraries: Provider<Directory> = layout.buildDirectory.dir("rustJniLibs")
val abis = listOf("arm64-v8a", "armeabi-v7a", "x86_64")

// `cargo ndk`, not a plugin of Gradle's: one line says what is done, and cargo knows best what is up to date.
val buildRust by tasks.registering(Exec::class) {
    description = "Builds the core for every ABI. Needs cargo-ndk, the Android targets of Rust and the NDK."
    workingDir = repository
    // Android 15 loads libraries on phones with pages of 16 KB only if they are aligned so.
    environment("RUSTFLAGS", "-C link-arg=-Wl,-z,max-page-size=16384")
    commandLine(
        listOf("cargo", "ndk") + abis.flatMap { listOf("-t", it) } +
            listOf("-P", "26", "-o", libraries.get().asFile.path, "build", "--release", "-p", "nabz-ffi"),
    )
}

// From a library of this machine: one that is stripped for a phone no longer says what it exports.
val generateBindings by tasks.registering(Exec::class) {
    description = "Writes the Kotlin of the core."
    workingDir = repository
    commandLine("cargo", "xtask", "bindings")
}

android {
    namespace = "org.nabz.core.android"
    compileSdk = 36

    defaultConfig {
        // Android 8: notification channels and foreground services.
        minSdk = 26
        consumerProguardFiles("consumer-rules.pro")
    }

    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_17
        targetCompatibility = JavaVersion.VERSION_17
    }

    sourceSets.getByName("main") {
        // The same files as on the JVM, where they are tested.
        kotlin.srcDir("../../bindings/kotlin/core/src/main/kotlin")
        kotlin.srcDir(bindings)
        jniLibs.srcDir(libraries)
    }
}

kotlin {
    jvmToolchain(17)
}

dependencies {
    api(libs.coroutines)
    implementation(libs.jna) { artifact { type = "aar" } }
}

tasks.named("preBuild") {
    dependsOn(buildRust, generateBindings)
}
