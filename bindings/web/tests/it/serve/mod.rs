//! The served page, asked by hand over HTTP and WebSocket.

mod guards;
mod hostile;
mod house;
mod https;
mod traffic;
