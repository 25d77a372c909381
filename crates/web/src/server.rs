//! The server: connections with limits, and an end that finishes what was begun.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::net::TcpListener;

use crate::{
    routes::router,
    security::uploads,
    state::{Site, Transport},
};

/// A client must have sent its headers after this long.
const HEADER_SECONDS: u64 = 15;
/// Most bytes of the headers of one request.
const HEADER_BYTES: usize = 64 * 1024;
/// Most connections at once; more wait at the door.
const CONNECTIONS: usize = 2_048;
/// At the end, requests that were begun have this long to be answered.
const GRACE_SECONDS: u64 = 30;

/// Why the server does not serve.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// Without TLS, only this machine may be served.
    #[error(
        "{0} is not an address of this machine: without TLS in front, listen on 127.0.0.1 or [::1]"
    )]
    NotLoopback(SocketAddr),
    /// The address cannot be listened on.
    #[error("{0}")]
    Listening(#[from] std::io::Error),
}

/// Serves until `stop` comes, then answers what was begun and ends.
///
/// # Errors
/// When plain HTTP would leave this machine, or the listener's address is unknown.
pub async fn serve(
    site: Arc<Site>,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send,
) -> Result<(), ServeError> {
    let address = listener.local_addr()?;
    if site.transport == Transport::Loopback && !address.ip().is_loopback() {
        return Err(ServeError::NotLoopback(address));
    }
    uploads::sweep(data_folder(&site).as_deref());
    let router = router(&site);
    let graceful = GracefulShutdown::new();
    let places = Arc::new(tokio::sync::Semaphore::new(CONNECTIONS));
    tokio::pin!(stop);
    loop {
        let place = tokio::select! {
            place = Arc::clone(&places).acquire_owned() => place,
            () = &mut stop => break,
        };
        let Ok(place) = place else { break };
        let stream = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                Err(error) => {
                    // Out of file handles, or the client left: the next one may fare better.
                    tracing::warn!(kind = ?error.kind(), "a connection was not accepted");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
            () = &mut stop => break,
        };
        let connection = hyper::server::conn::http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(Duration::from_secs(HEADER_SECONDS))
            .max_buf_size(HEADER_BYTES)
            .serve_connection(
                TokioIo::new(stream),
                TowerToHyperService::new(router.clone()),
            );
        let watched = graceful.watch(connection);
        tokio::spawn(async move {
            let _place = place;
            if watched.await.is_err() {
                tracing::debug!("a connection ended early");
            }
        });
    }
    drop(listener);
    if tokio::time::timeout(Duration::from_secs(GRACE_SECONDS), graceful.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("some requests were not answered in time");
    }
    Ok(())
}

fn data_folder(site: &Site) -> Option<std::path::PathBuf> {
    match &site.place {
        store::Place::Folder(folder) => Some(folder.clone()),
        store::Place::Url(_) => None,
    }
}
