//! Scripted proxies that record requests.

use std::net::Ipv4Addr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::TcpStream;

use crate::origin::{Origin, read_head};

pub(crate) const ESTABLISHED: &str = "HTTP/1.1 200 Connection established\r\n\r\n";

/// A proxy that sends this response and then tunnels every connection to this port.
pub(crate) fn tunnel(response: &'static str, to: u16) -> Origin {
    Origin::tcp(move |mut client: TcpStream, _, log| async move {
        let Some(head) = read_head(&mut client).await else { return };
        log.record(&head);
        for byte in response.bytes() {
            client.write_u8(byte).await.expect("a client");
            tokio::task::yield_now().await;
        }
        let mut server = TcpStream::connect((Ipv4Addr::LOCALHOST, to)).await.expect("a server");
        // Either end may close or reset the connection.
        let _ = copy_bidirectional(&mut client, &mut server).await;
    })
}

/// A proxy that sends this response and closes the connection.
pub(crate) fn refusing(answer: &'static str) -> Origin {
    Origin::tcp(move |mut client: TcpStream, _, log| async move {
        let Some(head) = read_head(&mut client).await else { return };
        log.record(&head);
        let _ = client.write_all(answer.as_bytes()).await;
    })
}

/// A proxy that reads a request and never answers.
pub(crate) fn silent() -> Origin {
    Origin::tcp(move |mut client: TcpStream, _, log| async move {
        let Some(head) = read_head(&mut client).await else { return };
        log.record(&head);
        while client.read(&mut [0; 1024]).await.is_ok_and(|count| count > 0) {}
    })
}

/// A proxy that sends this response one byte at a time, with a pause before each.
pub(crate) fn dripping(answer: &'static str, pause: Duration) -> Origin {
    Origin::tcp(move |mut client: TcpStream, _, log| async move {
        let Some(head) = read_head(&mut client).await else { return };
        log.record(&head);
        for byte in answer.bytes() {
            tokio::time::sleep(pause).await;
            if client.write_u8(byte).await.is_err() {
                return;
            }
        }
    })
}
