//! Some people read back by number: who was changed since the directory was loaded.

use crate::people::{PersonKind, PersonRow};
use crate::{Store, StoreError};

type Columns = (i64, String, String, String, String, String, String);

impl Store {
    /// Shows those of these people who are there to `each`, in their order.
    ///
    /// # Errors
    /// `Unavailable`, `Corrupt`.
    pub async fn people_numbered(
        &self,
        people: &[u32],
        mut each: impl FnMut(PersonRow<'_>) + Send,
    ) -> Result<(), StoreError> {
        let mut snapshot = self.snapshot().await?;
        for id in people {
            let found: Option<Columns> = sqlx::query_as(
                "SELECT kind, address, aliases, name, title, unit, site FROM people WHERE id = $1 AND gone = 0",
            )
            .bind(i64::from(*id))
            .fetch_optional(snapshot.connection())
            .await?;
            let Some((kind, address, aliases, name, title, unit, site)) = found else { continue };
            let kind = usize::try_from(kind).ok().and_then(|kind| PersonKind::ALL.get(kind).copied());
            each(PersonRow {
                id: *id,
                kind: kind.ok_or(StoreError::Corrupt("person"))?,
                address: &address,
                aliases: &aliases,
                name: &name,
                title: &title,
                unit: &unit,
                site: &site,
            });
        }
        Ok(())
    }
}
