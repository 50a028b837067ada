//! Published free times: a manifest names files of one slot a line (SMART Scheduling Links). Files outside the
//! configured clinic are not fetched.

use std::collections::VecDeque;

use nabz_care::{Published, RESOURCE_LIMIT, ViewError};
use nabz_time::Wall;
use serde_json::Value;

use super::base::Base;
use crate::{HttpRequest, request};

/// Most files read of a manifest.
const FILES: usize = 16;

/// Where reading the files stands.
pub(super) struct Files {
    manifest: String,
    /// Files still to be read; none before the manifest was.
    queue: Option<VecDeque<String>>,
    published: Published,
}

impl Files {
    pub(super) fn new(manifest: String) -> Self {
        Self { manifest, queue: None, published: Published::default() }
    }

    pub(super) fn request(&self) -> HttpRequest {
        let next = self.queue.as_ref().and_then(VecDeque::front);
        request::read(next.unwrap_or(&self.manifest).clone())
    }

    /// Takes the manifest or a file; everything published, once the last file was read.
    pub(super) fn take(
        &mut self,
        body: &[u8],
        now: Wall,
        base: &Base,
    ) -> Result<Option<Published>, ViewError> {
        match &mut self.queue {
            None => self.queue = Some(files(body, base)?),
            Some(queue) => {
                let file = Published::read(body, now)?;
                queue.pop_front();
                self.published.unreadable += file.unreadable;
                self.published.slots.extend(file.slots);
            }
        }
        if self.queue.as_ref().is_some_and(|queue| !queue.is_empty()) {
            return Ok(None);
        }
        let mut published = std::mem::take(&mut self.published);
        published.slots.sort_by(|a, b| (a.start, &a.id).cmp(&(b.start, &b.id)));
        Ok(Some(published))
    }
}

fn files(body: &[u8], base: &Base) -> Result<VecDeque<String>, ViewError> {
    if body.len() > RESOURCE_LIMIT {
        return Err(ViewError::other("manifest"));
    }
    let manifest: Value = serde_json::from_slice(body).map_err(|_| ViewError::other("manifest"))?;
    let outputs = manifest.get("output").and_then(Value::as_array).ok_or(ViewError::other("output"))?;
    let slots = outputs.iter().filter(|output| output.get("type").and_then(Value::as_str) == Some("Slot"));
    let urls = slots.filter_map(|output| base.relative(output.get("url")?.as_str()?));
    Ok(urls.take(FILES).collect())
}
