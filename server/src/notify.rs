//! Tells systemd that the node is ready, or stops (sd_notify(3)). Elsewhere says nothing.

use std::os::linux::net::SocketAddrExt as _;
use std::os::unix::net::{SocketAddr, UnixDatagram};

/// What systemd is told.
#[derive(Clone, Copy, Debug)]
pub(crate) enum State {
    /// It serves.
    Ready,
    /// It was told to stop, and finishes what is under way.
    Stopping,
}

/// Tells, if somebody asked to be told. That nobody listens any more changes nothing.
pub(crate) fn tell(state: State) {
    let Some(place) = std::env::var_os("NOTIFY_SOCKET") else { return };
    let text = match state {
        State::Ready => "READY=1",
        State::Stopping => "STOPPING=1",
    };
    if let Err(error) = send(place.as_encoded_bytes(), text) {
        tracing::warn!(%error, "systemd could not be told");
    }
}

fn send(place: &[u8], text: &str) -> std::io::Result<()> {
    let address = match place.split_first() {
        Some((b'@', name)) => SocketAddr::from_abstract_name(name)?,
        _ => SocketAddr::from_pathname(String::from_utf8_lossy(place).as_ref())?,
    };
    UnixDatagram::unbound()?.send_to_addr(text.as_bytes(), &address).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_arrives_at_a_path_and_at_an_abstract_name() {
        let folder = std::env::temp_dir().join(format!("levee-notify-{}", std::process::id()));
        let heard = |listener: &UnixDatagram| {
            let mut octets = [0; 32];
            let size = listener.recv(&mut octets).unwrap();
            String::from_utf8_lossy(&octets[..size]).into_owned()
        };
        let listener = UnixDatagram::bind(&folder).unwrap();
        send(folder.as_os_str().as_encoded_bytes(), "READY=1").unwrap();
        assert_eq!(heard(&listener), "READY=1");
        std::fs::remove_file(&folder).unwrap();
        let name = format!("levee-notify-{}", std::process::id());
        let listener = UnixDatagram::bind_addr(&SocketAddr::from_abstract_name(&name).unwrap()).unwrap();
        send(format!("@{name}").as_bytes(), "STOPPING=1").unwrap();
        assert_eq!(heard(&listener), "STOPPING=1");
    }
}
