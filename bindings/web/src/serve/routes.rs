//! What answers to which address.

use std::sync::Arc;

use axum::Router;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{Query, Request, State};
use axum::http::header::{CONTENT_TYPE, COOKIE, HOST, HeaderValue, ORIGIN, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use serde::Deserialize;

use crate::serve::door::{Door, PageId, Secret, Shut};
use crate::serve::front::Names;
use crate::serve::messages::LARGEST;
use crate::serve::source::Source;
use crate::serve::words::PageWords;
use crate::serve::{headers, page, socket};
use crate::{PAINTER_CSS, PAINTER_JS};

/// The files of the page: path, type, content. They hold no secret and need no session.
const FILES: [(&str, &str, &str); 7] = [
    ("/app.js", "text/javascript", include_str!("../../app/app.js")),
    ("/line.js", "text/javascript", include_str!("../../app/line.js")),
    ("/lists.js", "text/javascript", include_str!("../../app/lists.js")),
    ("/painter.js", "text/javascript", PAINTER_JS),
    ("/painter.css", "text/css", PAINTER_CSS),
    ("/app.css", "text/css", include_str!("../../app/app.css")),
    ("/icon.svg", "image/svg+xml", include_str!("../../app/icon.svg")),
];

/// What every request shares.
pub(super) struct Served<S> {
    source: Arc<S>,
    door: Arc<Door>,
    names: Names,
}

impl<S> Served<S> {
    pub(super) fn new(source: Arc<S>, door: Arc<Door>, names: Names) -> Arc<Self> {
        Arc::new(Self { source, door, names })
    }

    /// The session a request brings along (RFC 6265 §4.2.1).
    fn cookie<'a>(&self, headers: &'a HeaderMap) -> Option<&'a str> {
        let pairs = headers.get_all(COOKIE).iter().filter_map(|header| header.to_str().ok());
        pairs.flat_map(|header| header.split(';')).find_map(|pair| {
            let (name, value) = pair.trim().split_once('=')?;
            (name == self.cookie_name()).then_some(value)
        })
    }

    /// Over https a name that no other host can set (RFC 6265bis §4.1.3.2).
    fn cookie_name(&self) -> &'static str {
        if self.names.is_encrypted() { "__Host-nabz-session" } else { "nabz-session" }
    }

    fn set_cookie(&self, session: &Secret) -> String {
        let secure = if self.names.is_encrypted() { "; Secure" } else { "" };
        format!("{}={}; Path=/; HttpOnly; SameSite=Strict{secure}", self.cookie_name(), session.reveal())
    }
}

/// Everything that is served.
pub(super) fn router<S: Source>(served: Arc<Served<S>>) -> Router {
    let mut router = Router::new()
        .route("/", get(screens::<S>))
        .route("/session", get(session::<S>))
        .route("/socket", get(connect::<S>));
    for (path, kind, content) in FILES {
        let kind = format!("{kind}; charset=utf-8");
        router = router.route(path, get(move || async move { ([(CONTENT_TYPE, kind)], content) }));
    }
    router.layer(middleware::from_fn_with_state(served.clone(), guard::<S>)).with_state(served)
}

/// Refuses requests meant for another host, and gives every answer its headers.
async fn guard<S: Source>(State(served): State<Arc<Served<S>>>, request: Request, next: Next) -> Response {
    let is_for_us = host(request.headers()).is_some_and(|host| served.names.is_host(host));
    let mut response =
        if is_for_us { next.run(request).await } else { StatusCode::MISDIRECTED_REQUEST.into_response() };
    if let Ok(policy) = HeaderValue::try_from(headers::policy(&served.names.sockets())) {
        headers::set(response.headers_mut(), &policy, served.names.is_encrypted());
        response
    } else {
        StatusCode::INTERNAL_SERVER_ERROR.into_response()
    }
}

#[derive(Deserialize)]
struct Ticket {
    ticket: Option<String>,
}

/// The page, for who has a session or spends a ticket for one.
async fn screens<S: Source>(
    State(served): State<Arc<Served<S>>>,
    Query(Ticket { ticket }): Query<Ticket>,
    headers: HeaderMap,
) -> Response {
    let words = PageWords::of(&served.source.words());
    let spent = ticket.map_or(Ok(None), |ticket| served.door.spend(&ticket));
    let Ok(fresh) = spent else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    let known = served.cookie(&headers).is_some_and(|session| served.door.knows(session));
    if fresh.is_none() && !known {
        return (StatusCode::FORBIDDEN, Html(page::no_session(&words))).into_response();
    }
    let Ok(html) = page::screens(&words) else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    let mut response = Html(html).into_response();
    if let Some(session) = fresh {
        let Ok(cookie) = HeaderValue::try_from(served.set_cookie(&session)) else {
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        };
        response.headers_mut().insert(SET_COOKIE, cookie);
    }
    response
}

#[derive(Deserialize)]
struct Page {
    page: String,
}

/// Whether a socket of this page would be let in: a browser's socket does not tell its page why it was refused.
async fn session<S: Source>(
    State(served): State<Arc<Served<S>>>,
    Query(Page { page }): Query<Page>,
    headers: HeaderMap,
) -> StatusCode {
    let Some(page) = PageId::parse(&page) else { return StatusCode::BAD_REQUEST };
    served.door.look(served.cookie(&headers), &page).map_or_else(status, |()| StatusCode::NO_CONTENT)
}

/// The socket: for this server's own page, with the session, one at a time.
async fn connect<S: Source>(
    State(served): State<Arc<Served<S>>>,
    Query(Page { page }): Query<Page>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    if !is_own_page(&served.names, &headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let Some(page) = PageId::parse(&page) else { return StatusCode::BAD_REQUEST.into_response() };
    let seat = match served.door.take_seat(served.cookie(&headers), &page) {
        Ok(seat) => seat,
        Err(shut) => return status(shut).into_response(),
    };
    upgrade
        .max_message_size(LARGEST)
        .max_frame_size(LARGEST)
        .on_upgrade(move |socket| socket::carry(socket, served.source.clone(), seat))
}

fn status(shut: Shut) -> StatusCode {
    match shut {
        Shut::Unknown => StatusCode::FORBIDDEN,
        Shut::Occupied => StatusCode::CONFLICT,
    }
}

fn is_own_page(names: &Names, headers: &HeaderMap) -> bool {
    let origin = headers.get(ORIGIN).and_then(|origin| origin.to_str().ok());
    origin.zip(host(headers)).is_some_and(|(origin, host)| names.is_own_origin(origin, host))
}

fn host(headers: &HeaderMap) -> Option<&str> {
    headers.get(HOST)?.to_str().ok()
}
