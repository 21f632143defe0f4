//! Ports for programs that are started apart.

use std::net::TcpListener;

/// A port on which nobody listens. Linux gives those from 32768 on to whoever connects: of them one may be taken
/// again before the program that is meant to listen on it has started.
pub fn free() -> u16 {
    loop {
        let port = rand::random_range(20_000..32_768);
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}
