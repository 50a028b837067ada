//! nabz-web
