/// The public API: structured streaming with the names and the meaning of Apache Spark's.
///
/// A [dev.penstock.Session] reads tables and streams as [dev.penstock.DataFrame]s, which are queries and nothing else: a tree of
/// `dev.penstock.plan.spec`, run when rows are asked for or a stream is started. All of it may be used from any thread; a
/// [dev.penstock.DataFrame], a [dev.penstock.Column] and a [dev.penstock.Row] never change.
/// Start reading at [dev.penstock.Session].
@NullMarked
package dev.penstock;

import org.jspecify.annotations.NullMarked;
