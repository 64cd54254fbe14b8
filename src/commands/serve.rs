//! `huixiang serve`.

use crate::{
    app::App,
    background,
    config::{Config, LogFormat},
    server,
    wall_clock::WallClock,
};
use anyhow::Context;
use std::{process::ExitCode, time::Duration};
use tokio::{net::TcpListener, sync::watch};
use tracing_subscriber::EnvFilter;

/// Requests that are still being answered get this long when the server stops.
const GRACE: Duration = Duration::from_secs(20);

/// Serves until it is told to stop (SIGINT, SIGTERM).
pub async fn run(config: Config) -> anyhow::Result<ExitCode> {
    start_log(&config)?;
    let address = config.listen;
    let listener = TcpListener::bind(address).await;
    let busy =
        || format!("cannot listen on {address}; set `listen` to another address (HUIXIANG_LISTEN=127.0.0.1:8081)");
    let listener = listener.with_context(busy)?;
    let app = App::open(config, WallClock::System).await?;
    println!("回响 Huixiang: http://{}", listener.local_addr()?);
    let (stop, stopped) = watch::channel(false);
    let background = tokio::spawn(background::run(app.clone(), stopped.clone()));
    tokio::spawn(stop_on_signal(app.clone(), stop));
    let mut ending = stopped.clone();
    let serving = axum::serve(listener, server::router(app.clone()))
        .with_graceful_shutdown(async move { drop(ending.wait_for(|stop| *stop).await) })
        .into_future();
    tokio::select! {
        served = serving => served?,
        () = grace_is_over(stopped) => tracing::warn!("stopped with requests still open"),
    }
    background.await?;
    app.db.close().await?;
    Ok(ExitCode::SUCCESS)
}

async fn stop_on_signal(app: App, stop: watch::Sender<bool>) {
    let mut terminate = match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(signal) => signal,
        Err(error) => return tracing::error!(%error, "cannot listen for SIGTERM"),
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
    tracing::info!("stopping");
    // Open feeds would keep the server waiting.
    app.feed.close();
    stop.send_replace(true);
}

async fn grace_is_over(mut stopped: watch::Receiver<bool>) {
    drop(stopped.wait_for(|stop| *stop).await);
    tokio::time::sleep(GRACE).await;
}

fn start_log(config: &Config) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&config.log.level)
        .with_context(|| format!("log.level = \"{}\" is no filter; write one such as \"info\"", config.log.level))?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match config.log.format {
        LogFormat::Text => log.init(),
        LogFormat::Json => log.json().init(),
    }
    Ok(())
}
