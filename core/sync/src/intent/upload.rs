//! Something large, in pieces: each piece a Binary under its own UUID, the whole a DocumentReference that lists them in
//! order. A piece that was acknowledged is never sent again, so a broken line costs one piece.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use nabz_care::{Id, ParkReason, write_instant};
use nabz_time::Wall;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Done, Move, millis};
use crate::reply::Reply;
use crate::{HttpRequest, request};

/// Bytes of a piece: with base64 and its frame it passes in half a minute on 12 kbit/s.
pub(crate) const PIECE: usize = 24 * 1024;

/// Says which piece of the whole an attachment is, counted from 0.
const PIECE_EXTENSION: &str = "urn:nabz:piece";

/// Something large that lies as a blob in the vault's outbox class.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Upload {
    /// Id of the DocumentReference.
    pub uuid: Uuid,
    /// The blob's id in the vault.
    pub blob: String,
    /// Its length in bytes.
    pub length: u64,
    /// Its media type.
    pub content_type: String,
    /// Whose it is.
    pub patient: Id,
    /// When it was made.
    #[serde(with = "millis")]
    pub at: Wall,
    /// Pieces the server has acknowledged. 0 to begin with.
    pub sent: u32,
}

impl Upload {
    /// How many pieces it has.
    pub fn pieces(&self) -> u32 {
        u32::try_from(self.length.div_ceil(PIECE as u64)).unwrap_or(u32::MAX)
    }

    /// The request that is due. `piece` holds the bytes of the next piece; it is empty once all are sent.
    pub(crate) fn request(&self, piece: &[u8]) -> HttpRequest {
        if self.sent < self.pieces() {
            let id = self.piece_id(self.sent);
            let binary = json!({"resourceType": "Binary", "id": id.to_string(),
                "contentType": self.content_type, "securityContext": {"reference": format!("Patient/{}", self.patient)},
                "data": STANDARD.encode(piece)});
            request::put_minimal(format!("Binary/{id}"), &binary)
        } else {
            request::put_minimal(format!("DocumentReference/{}", self.uuid), &self.document())
        }
    }

    pub(crate) fn reply(&mut self, reply: Reply) -> Move {
        let written = match &reply {
            Reply::Written(_) => true,
            Reply::Resource(resource) => {
                let id = if self.sent < self.pieces() { self.piece_id(self.sent) } else { self.uuid };
                resource.id() == Ok(id.into())
            }
            _ => false,
        };
        match reply {
            _ if written && self.sent < self.pieces() => {
                self.sent += 1;
                Move::Acknowledged(super::Step::Upload)
            }
            _ if written => Move::Done(Done::Uploaded { blob: self.blob.clone() }),
            Reply::Resource(_) | Reply::Written(_) => Move::not_understood(super::Step::Upload),
            Reply::SignIn => Move::Parked(ParkReason::SignIn),
            Reply::Conflict => Move::later(super::Step::Upload, crate::Delay::Clinic),
            Reply::Missing | Reply::Rejected => Move::Parked(ParkReason::NotAccepted),
            Reply::Trouble(trouble) => Move::later(super::Step::Upload, trouble),
        }
    }

    /// A piece's name follows from the whole's, so a phone that was killed gives it the same again.
    fn piece_id(&self, piece: u32) -> Uuid {
        Uuid::from_u128(self.uuid.as_u128() ^ (u128::from(piece) + 1))
    }

    fn document(&self) -> Value {
        let attachment = |piece: u32| {
            let size = (self.length - u64::from(piece) * PIECE as u64).min(PIECE as u64);
            json!({"attachment": {
                "extension": [{"url": PIECE_EXTENSION, "valueUnsignedInt": piece}],
                "contentType": self.content_type, "url": format!("Binary/{}", self.piece_id(piece)), "size": size,
            }})
        };
        json!({
            "resourceType": "DocumentReference", "id": self.uuid.to_string(), "status": "current",
            "subject": {"reference": format!("Patient/{}", self.patient)},
            "date": write_instant(self.at),
            "content": (0..self.pieces()).map(attachment).collect::<Vec<_>>(),
        })
    }
}
