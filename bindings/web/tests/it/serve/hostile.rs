//! What a browser that is not ours may send: refused, the socket closed with a reason, and nothing reaches the core.

use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
use tokio_tungstenite::tungstenite::protocol::frame::{Frame, FrameHeader};

use super::house::{House, PAGE};

fn ends(house: &House, send: impl FnOnce(&mut super::house::Client)) -> (u16, String) {
    let mut page = house.page();
    send(&mut page);
    page.closed()
}

#[test]
fn what_is_no_message_ends_the_socket() {
    let house = House::new();
    for text in
        ["", "{}", "press", r#"{"kind":"wipe"}"#, r#"{"kind":"window","key":"visits","first":0,"count":61}"#]
    {
        let ended = ends(&house, |page| page.say(text));
        assert_eq!(ended, (1008, "not a message".into()), "{text}");
    }
    let binary = ends(&house, |page| page.0.send(Message::binary(vec![0; 8])).unwrap());
    assert_eq!(binary, (1003, "only text".into()));
    assert!(house.shown.presses.lock().unwrap().is_empty());
}

#[test]
fn what_is_too_big_ends_the_socket_whole_or_in_pieces() {
    let house = House::new();
    let press = |text: usize| {
        let text = "x".repeat(text);
        format!(r#"{{"kind":"press","revision":1,"action":"a","values":[["k","{text}"]]}}"#)
    };
    assert_eq!(ends(&house, |page| page.say(&press(32 * 1024))), (1009, "too big".into()));
    let pieces = ends(&house, |page| {
        let piece = |opcode, last| {
            let header =
                FrameHeader { opcode: OpCode::Data(opcode), is_final: last, ..FrameHeader::default() };
            Message::Frame(Frame::from_payload(header, vec![b' '; 20 * 1024].into()))
        };
        page.0.send(piece(Data::Text, false)).unwrap();
        page.0.send(piece(Data::Continue, true)).unwrap();
    });
    assert_eq!(pieces, (1009, "too big".into()));
    assert!(house.shown.presses.lock().unwrap().is_empty());

    let mut page = house.page();
    page.say(&press(30 * 1024));
    page.say(r#"{"kind":"window","key":"gone","first":0,"count":1}"#);
    assert_eq!(page.next()["window"], serde_json::Value::Null);
    assert_eq!(house.shown.presses.lock().unwrap().len(), 1, "what fits is heard");
}

#[test]
fn a_flood_ends_the_socket() {
    let house = House::new();
    let mut page = house.page();
    let press = r#"{"kind":"press","revision":1,"action":"a","values":[]}"#;
    for _ in 0..200 {
        if page.0.send(Message::text(press)).is_err() {
            break;
        }
    }
    assert_eq!(page.closed(), (1008, "too many messages".into()));
    let heard = house.shown.presses.lock().unwrap().len();
    assert!((60..80).contains(&heard), "{heard}");
}

#[test]
fn the_reason_arrives_although_more_is_on_its_way() {
    let house = House::new();
    for _ in 0..20 {
        let ended = ends(&house, |page| {
            for _ in 0..40 {
                page.0.write(Message::text("{}")).unwrap();
            }
            page.0.flush().unwrap();
        });
        assert_eq!(ended, (1008, "not a message".into()));
        let ended = ends(&house, |page| page.say(&"x".repeat(500_000)));
        assert_eq!(ended, (1009, "too big".into()));
    }
}

#[test]
fn noise_instead_of_frames_ends_the_socket_and_the_next_one_is_served() {
    use std::io::Write;
    let house = House::new();
    let mut page = house.page();
    page.0.get_mut().write_all(&[0xff; 4_096]).unwrap();
    while page.0.read().is_ok() {}
    let cookie = house.open();
    assert!(house.socket(&cookie, PAGE).is_ok());
}
