//! `nabz clinic`: the sandbox clinic, served on this machine.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, TcpListener};

use crate::cli::ClinicArgs;
use crate::failure::Failure;

/// Serves until it is interrupted.
pub fn run(args: &ClinicArgs) -> Result<(), Failure> {
    let _fhir = listen(args.port)?;
    let _mailbox = listen(args.mailbox_port)?;
    Err(Failure::Failed("the clinic's servers are not connected yet".into()))
}

/// Listens on this machine only. Port 0 takes a free one.
///
/// # Errors
///
/// [`Failure::Asked`] if the port is occupied or may not be taken.
pub fn listen(port: u16) -> Result<TcpListener, Failure> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|error| {
        Failure::Asked(match error.kind() {
            ErrorKind::AddrInUse => format!("port {port} is occupied; choose another one, or 0 for any"),
            _ => format!("port {port} cannot be used: {error}"),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_occupied_port_is_one_clear_line() {
        let first = listen(0).unwrap();
        let port = first.local_addr().unwrap().port();
        let said = listen(port).unwrap_err();
        assert_eq!(
            said,
            Failure::Asked(format!("port {port} is occupied; choose another one, or 0 for any"))
        );
    }
}
