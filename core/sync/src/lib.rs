//! Outbox, pull and booking with any clinic, sans-IO.

mod http;

pub use http::{BODY_LIMIT, HttpReply, HttpRequest, HttpResponse, Method, NetError};
