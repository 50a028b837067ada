//! What sign-in gives: access tokens of five minutes, and refresh tokens that are each used once.
//!
//! A refresh token belongs to the key whose proof came with the request that began the session. Each use replaces it. If
//! the answer is lost the phone comes back with the old one, and is answered as long as nobody used the new one: with the
//! new one used, an old one is a copy, and the session ends for both.

use nabz_time::{Entropy, Now};
use rusqlite::{Connection, OptionalExtension as _, params};

use super::super::access::Identity;
use super::super::outcome::Refusal;
use super::hash;

/// How long an access token opens records.
pub const ACCESS_S: i64 = 5 * 60;

/// What a phone is given.
pub(super) struct Given {
    pub access: String,
    pub refresh: Option<String>,
    pub identity: Identity,
}

/// Where tokens are made and looked up.
pub(super) struct Sessions<'a> {
    pub at: &'a Connection,
    pub entropy: &'a mut dyn Entropy,
    pub now: Now,
    /// Access tokens are bound to the key, too.
    pub bound: bool,
}

impl Sessions<'_> {
    /// A session of this person. With a key there is a refresh token, bound to it.
    pub(super) fn begin(&mut self, identity: &Identity, key: Option<&str>) -> Result<Given, Refusal> {
        let session = match key {
            Some(key) => {
                let sql = "INSERT INTO session (owner, key, ended) VALUES (?1, ?2, 0)";
                self.at.execute(sql, params![identity.reference(), key])?;
                Some(self.at.last_insert_rowid())
            }
            None => None,
        };
        let refresh = session.map(|session| self.refresh_token(session, None)).transpose()?;
        let access = self.access_token(identity, session, key)?;
        Ok(Given { access, refresh, identity: identity.clone() })
    }

    /// The next tokens for a refresh token; `None` opens nothing.
    pub(super) fn renew(&mut self, token: &str, key: &str) -> Result<Option<Given>, Refusal> {
        let known = self
            .at
            .query_row(
                "SELECT r.session, s.owner, s.key,
                    EXISTS (SELECT 1 FROM refresh n WHERE n.parent = r.hash AND n.used = 1)
                 FROM refresh r JOIN session s ON s.id = r.session AND s.ended = 0 WHERE r.hash = ?1",
                [hash(token)],
                |row| {
                    Ok((
                        row.get::<_, i64>(0)?,
                        row.get::<_, String>(1)?,
                        row.get::<_, String>(2)?,
                        row.get::<_, bool>(3)?,
                    ))
                },
            )
            .optional()?;
        let Some((session, owner, bound_to, outlived)) = known else { return Ok(None) };
        if bound_to != key {
            // Stolen without the key: worth nothing, and no reason to sign out whom it was stolen from.
            return Ok(None);
        }
        if outlived {
            self.end(session)?;
            return Ok(None);
        }
        let Some(identity) = Identity::parse(&owner) else { return Ok(None) };
        self.at.execute("UPDATE refresh SET used = 1 WHERE hash = ?1", [hash(token)])?;
        self.at.execute("DELETE FROM refresh WHERE parent = ?1", [hash(token)])?;
        let refresh = Some(self.refresh_token(session, Some(token))?);
        let access = self.access_token(&identity, Some(session), Some(key))?;
        Ok(Some(Given { access, refresh, identity }))
    }

    /// Ends the session of a refresh token, if there is one (RFC 7009).
    pub(super) fn revoke(&self, token: &str) -> Result<(), Refusal> {
        let sql = "SELECT session FROM refresh WHERE hash = ?1";
        let session: Option<i64> = self.at.query_row(sql, [hash(token)], |row| row.get(0)).optional()?;
        session.map_or(Ok(()), |session| self.end(session))
    }

    fn end(&self, session: i64) -> Result<(), Refusal> {
        self.at.execute("UPDATE session SET ended = 1 WHERE id = ?1", [session])?;
        self.at.execute("DELETE FROM token WHERE session = ?1", [session])?;
        Ok(())
    }

    fn refresh_token(&mut self, session: i64, parent: Option<&str>) -> Result<String, Refusal> {
        let token = self.entropy.uuid().replace('-', "");
        let sql = "INSERT INTO refresh (hash, session, parent, used) VALUES (?1, ?2, ?3, 0)";
        self.at.execute(sql, params![hash(&token), session, parent.map(hash)])?;
        Ok(token)
    }

    fn access_token(
        &mut self,
        identity: &Identity,
        session: Option<i64>,
        key: Option<&str>,
    ) -> Result<String, Refusal> {
        let token = self.entropy.uuid().replace('-', "");
        let sql = "INSERT INTO token (hash, owner, session, key, until) VALUES (?1, ?2, ?3, ?4, ?5)";
        let until = session.map(|_| self.now.wall.seconds() + ACCESS_S);
        let key = key.filter(|_| self.bound);
        self.at.execute(sql, params![hash(&token), identity.reference(), session, key, until])?;
        Ok(token)
    }
}
