//! Who is let in, and what every answer says about itself.

use nabz_web::serve::{Front, Refusal, ServeError, serve};

use super::house::{House, OTHER, PAGE};

#[test]
fn the_page_needs_a_ticket_and_a_ticket_is_good_once() {
    let house = House::new();
    let refused = house.get("/", &[]);
    assert_eq!(refused.status(), 403);
    assert!(refused.body().contains("open a new link") && !refused.body().contains("<script"));

    let ticket = house.ticket();
    let first = house.get(&ticket, &[]);
    assert_eq!(first.status(), 200);
    let cookie = first.header("set-cookie").unwrap();
    for part in ["; HttpOnly", "; SameSite=Strict", "; Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert_eq!(cookie.split(['=', ';']).nth(1).unwrap().len(), 43, "256 bits in base64");
    assert_eq!(house.get(&ticket, &[]).status(), 403);
    for guess in ["/?ticket=", "/?ticket=x", "/?ticket=%00", "/?else=1"] {
        assert_eq!(house.get(guess, &[]).status(), 403, "{guess}");
    }
}

#[test]
fn the_session_opens_the_page_again() {
    let house = House::new();
    let cookie = house.open();
    let again = house.get("/", &[("Cookie", &format!("other=1; {cookie}"))]);
    assert_eq!((again.status(), again.header("set-cookie")), (200, None));
    for wrong in ["nabz-session=guess", "nabz-session=", "Nabz-Session"] {
        assert_eq!(house.get("/", &[("Cookie", wrong)]).status(), 403, "{wrong}");
    }
}

#[test]
fn every_answer_forbids_what_the_page_does_not_need() {
    let house = House::new();
    let ticket = house.ticket();
    let host = house.host();
    for path in [ticket.as_str(), "/", "/app.js", "/painter.css", "/session?page=x", "/socket", "/nothing"] {
        let answer = house.get(path, &[]);
        let policy = answer.header("content-security-policy").unwrap();
        for part in [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            &format!("connect-src 'self' ws://{host}"),
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "form-action 'none'",
        ] {
            assert!(policy.split(';').any(|found| found.trim().starts_with(part)), "{path}: {policy}");
        }
        for hole in ["unsafe", "data:", "blob:", "*", "https:"] {
            assert!(!policy.contains(hole), "{path}: {policy}");
        }
        for (name, value) in [
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cache-control", "no-store"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{path}");
        }
    }
}

#[test]
fn nothing_in_the_page_is_inline() {
    let house = House::new();
    let page = house.get(&house.ticket(), &[]);
    let body = page.body();
    assert!(!body.contains("<style") && !body.contains(" style="), "{body}");
    let handler = |(at, _)| {
        let name: &str = body[at + 3..].split(|c: char| !c.is_ascii_lowercase()).next().unwrap();
        body[at + 3 + name.len()..].starts_with('=')
    };
    assert!(!body.match_indices(" on").any(handler), "{body}");
    for script in body.match_indices("<script").map(|(at, _)| &body[at..]) {
        assert!(script.starts_with("<script type=\"module\" src=\"/"), "{script}");
    }
}

#[test]
fn a_file_is_what_it_says() {
    let house = House::new();
    for (path, kind) in [
        ("/app.js", "text/javascript; charset=utf-8"),
        ("/painter.js", "text/javascript; charset=utf-8"),
        ("/app.css", "text/css; charset=utf-8"),
        ("/icon.svg", "image/svg+xml; charset=utf-8"),
    ] {
        let answer = house.get(path, &[]);
        assert_eq!((answer.status(), answer.header("content-type")), (200, Some(kind)), "{path}");
    }
}

#[test]
fn a_name_that_only_resolves_here_is_misdirected() {
    let house = House::new();
    let cookie = house.open();
    let port = house.served.address().port();
    for host in [format!("evil.example:{port}"), "127.0.0.1".into(), format!("127.0.0.1:{port}@evil.example")]
    {
        let answer = house.ask("/", &[("Host", &host), ("Cookie", &cookie)]);
        assert_eq!(answer.status(), 421, "{host}");
    }
    let named = house.ask("/", &[("Host", &format!("localhost:{port}")), ("Cookie", &cookie)]);
    assert_eq!(named.status(), 200);
}

#[test]
fn a_socket_comes_from_the_own_page_with_the_session() {
    let house = House::new();
    let cookie = house.open();
    let own = format!("http://{}", house.host());
    let port = house.served.address().port();
    for origin in
        ["http://evil.example", "null", &format!("http://localhost:{port}"), &own.replace("http", "https")]
    {
        let refused = house.socket_with(PAGE, &[("cookie", &cookie), ("origin", origin)]);
        assert_eq!(refused.err(), Some(403), "{origin}");
    }
    assert_eq!(house.socket_with(PAGE, &[("cookie", &cookie)]).err(), Some(403), "no origin");
    assert_eq!(house.socket_with(PAGE, &[("origin", &own)]).err(), Some(403), "no session");
    assert_eq!(house.socket("nabz-session=guess", PAGE).err(), Some(403));
    assert_eq!(house.socket(&cookie, "short").err(), Some(400));
    assert!(house.socket(&cookie, PAGE).is_ok());
}

#[test]
fn a_session_has_one_socket() {
    let house = House::new();
    let cookie = house.open();
    let mut first = house.socket(&cookie, PAGE).unwrap();
    let asks = |page| house.get(&format!("/session?page={page}"), &[("Cookie", &cookie)]).status();
    assert_eq!(house.socket(&cookie, OTHER).err(), Some(409));
    assert_eq!((asks(PAGE), asks(OTHER)), (204, 409));

    let mut again = house.socket(&cookie, PAGE).unwrap();
    assert_eq!(first.closed(), (4409, "replaced".into()));
    assert_eq!(again.next()["kind"], "words");
    again.0.close(None).unwrap();
    while again.0.read().is_ok() {}
    assert_eq!(asks(OTHER), 204, "the seat is free");
}

#[test]
fn a_later_link_ends_the_session() {
    let house = House::new();
    let cookie = house.open();
    let mut first = house.socket(&cookie, PAGE).unwrap();
    let later = house.open();
    assert_eq!(first.closed(), (4403, "session ended".into()));
    assert_eq!(house.socket(&cookie, PAGE).err(), Some(403));
    assert!(house.socket(&later, OTHER).is_ok());
}

#[test]
fn the_end_of_the_server_is_told() {
    let House { shown: _shown, served, runtime } = {
        let house = House::new();
        let mut page = house.page();
        std::thread::spawn(move || assert_eq!(page.closed(), (1001, "closed".into())));
        house
    };
    drop(served);
    drop(runtime);
}

#[test]
fn only_this_machine_is_served() {
    let house = House::new();
    let port = house.served.address().port();
    let taken = house.runtime.block_on(serve(house.shown.clone(), &Front::loopback(port))).unwrap_err();
    assert!(matches!(taken, ServeError::Port { port: said } if said == port), "{taken}");
    let open = Front::in_the_clear("0.0.0.0:0".parse().unwrap());
    assert!(matches!(open, Err(Refusal::NotLoopback(_))));
}
