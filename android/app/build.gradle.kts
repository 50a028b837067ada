plugins {
    alias(libs.plugins.android.application)
    alias(libs.plugins.kotlin.android)
    alias(libs.plugins.kotlin.compose)
}

android {
    namespace = "org.nabz.app"
    compileSdk = 36

    defaultConfig {
        // Android 8: notification channels and foreground services.
        minSdk = 26
        targetSdk = 36
        applicationId = "org.nabz.app"
        versionCode = 1
        versionName = "0.1.0"
    }

    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_17
        targetCompatibility = JavaVersion.VERSION_17
    }

    buildTypes {
        release {
            isMinifyEnabled = true
            isShrinkResources = true
            // What has to be kept is said by the module that needs it, with its reason.
            proguardFiles(getDefaultProguardFile("proguard-android-optimize.txt"))
        }
    }

    packaging {
        // Uncompressed and aligned in the package: loaded from there, so that a phone keeps no second copy.
        jniLibs.useLegacyPackaging = false
    }

    buildFeatures {
        compose = true
    }
}

kotlin {
    jvmToolchain(17)
}

dependencies {
    implementation(project(":painter"))
    implementation(project(":host"))
    implementation(platform(libs.compose.bom))
    implementation(libs.compose.ui)
    implementation(libs.activity.compose)
}
