/// What names stand for: tables, views and the connectors behind them.
///
/// [dev.penstock.engine.catalog.Tables] are shared by all sessions; temporary views belong to one, whose
/// [dev.penstock.engine.catalog.SessionCatalog] joins both for the binder. Names go without regard to case. Safe for use by any thread.
/// Start reading at [dev.penstock.engine.catalog.SessionCatalog].
@NullMarked
package dev.penstock.engine.catalog;

import org.jspecify.annotations.NullMarked;
