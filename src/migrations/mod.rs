//! The schema: one file a change, the same for both databases. A file that has landed is never edited.

mod m0001_profiles;
mod m0002_areas;
mod m0003_staff;
mod m0004_log;
mod m0005_files;
mod m0006_cases;

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

/// All changes, in order.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_profiles::Migration),
            Box::new(m0002_areas::Migration),
            Box::new(m0003_staff::Migration),
            Box::new(m0004_log::Migration),
            Box::new(m0005_files::Migration),
            Box::new(m0006_cases::Migration),
        ]
    }
}

/// The place of a node in its tree as text, `3f/k2/9/`: a subtree is everything that begins with it. Compared byte
/// by byte on both databases, so that an index serves the beginning.
fn path(manager: &SchemaManager<'_>, name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(name).text().take();
    if manager.get_database_backend() == DbBackend::Postgres {
        column.extra("COLLATE \"C\"");
    }
    column
}

fn index(table: &'static str, name: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create().table(table).name(name).take();
    for column in columns {
        index.col(*column);
    }
    index
}
