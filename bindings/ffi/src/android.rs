//! Android's `init(context)`: hands the Java VM and the app's context to whatever in the core asks for them.
//!
//! The core trusts only the roots it was enrolled with, and so never asks Android's own verifier, which would panic at
//! the first TLS handshake without a context. It is initialised all the same: a panic that a change of a dependency
//! could bring to a phone is not left to chance.

use jni::EnvUnowned;
use jni::errors::LogErrorAndDefault;
use jni::objects::{JClass, JObject};

/// `org.nabz.core.Android.init(context)`: once, in `Application.onCreate`, before [`Nabz::open`](crate::Nabz::open).
#[unsafe(no_mangle)]
#[expect(unreachable_pub, reason = "the Java VM finds it by this name")]
pub extern "system" fn Java_org_nabz_core_Android_init<'local>(
    mut env: EnvUnowned<'local>,
    _class: JClass<'local>,
    context: JObject<'local>,
) {
    env.with_env(|env| rustls_platform_verifier::android::init_with_env(env, context))
        .resolve::<LogErrorAndDefault>();
}
