//! Serving: the HTTP server, the job workers, and an orderly end.

use crate::configuration::Configuration;
use crate::{demo, start};
use anyhow::{Context, Result};
use jobs::Queue;
use operations::App;
use std::net::SocketAddr;
use std::sync::Arc;
use storage::dialect::Dialect;
use tokio_util::sync::CancellationToken;

/// What is served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The installation's own data.
    Production,
    /// Sample data.
    Demo,
}

/// The queue with every handler of the product.
pub(crate) fn queue(app: &App) -> Arc<Queue<App>> {
    let queue = Queue::new(app.db().clone(), app.options().clock.clone(), app.clone(), app.wake().clone());
    Arc::new(operations::handlers::all(queue))
}

/// Serves until told to stop (Ctrl-C or SIGTERM).
pub(crate) async fn serve(configuration: Configuration, kind: Kind) -> Result<()> {
    start::start_log(&configuration)?;
    let metrics = configuration.metrics.then(install_metrics).transpose()?;
    if kind == Kind::Demo {
        demo::discard_half_filled(&configuration)?;
    }
    let app = start::application(&configuration).await?;
    if kind == Kind::Demo {
        demo::fill_when_empty(&app).await?;
    }
    let listener = tokio::net::TcpListener::bind(&configuration.listen)
        .await
        .with_context(|| format!("cannot listen on {}: is another program using the port?", configuration.listen))?;

    let stop = CancellationToken::new();
    let queue = queue(&app);
    if app.db().dialect() == Dialect::Sqlite && configuration.workers > 0 {
        queue.release_orphans().await?;
    }
    let workers = (configuration.workers > 0).then(|| tokio::spawn(queue.run(configuration.workers, stop.clone())));

    println!("Address: {}", configuration.base_url);
    match kind {
        Kind::Demo => println!("Sign in: {}", demo::sign_in_link(&app).await?),
        Kind::Production => {
            if let Some(link) = operations::access::first::first_administrator_link(&app).await? {
                println!("Make the first administrator: {link}");
            }
        }
    }
    let service = web::router(app.clone(), metrics).into_make_service_with_connect_info::<SocketAddr>();
    let ending = stop.clone();
    axum::serve(listener, service)
        .with_graceful_shutdown(async move {
            asked_to_stop().await;
            ending.cancel();
        })
        .await?;
    stop.cancel();
    if let Some(workers) = workers {
        workers.await?;
    }
    Ok(())
}

fn install_metrics() -> Result<metrics_exporter_prometheus::PrometheusHandle> {
    metrics_exporter_prometheus::PrometheusBuilder::new().install_recorder().context("metrics could not be set up")
}

async fn asked_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let mut terminate = match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(signal) => signal,
            Err(error) => {
                tracing::warn!(%error, "SIGTERM cannot be heard");
                interrupt.await.ok();
                return;
            }
        };
        tokio::select! {
            _ = interrupt => {}
            _ = terminate.recv() => {}
        }
    }
    #[cfg(not(unix))]
    interrupt.await.ok();
}
