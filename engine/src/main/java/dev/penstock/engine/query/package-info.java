/// The life of a streaming query as its user sees it: start, status, progress, end.
///
/// A [dev.penstock.engine.query.RunningQuery] listens to its epoch loop and gathers epochs, of which there may be thousands a second, into
/// a [dev.penstock.engine.query.Progress] at most each tenth of a second. [dev.penstock.engine.query.Queries] knows all of a Penstock and tells
/// listeners, on a thread of its own, so that nobody's listener delays an epoch.
/// Start reading at [dev.penstock.engine.query.RunningQuery].
@NullMarked
package dev.penstock.engine.query;

import org.jspecify.annotations.NullMarked;
