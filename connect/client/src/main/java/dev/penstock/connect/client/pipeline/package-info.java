/// Penstock's streaming statements on Spark, which has no statements for them outside of its own pipelines.
///
/// `CREATE TABLE ... USING kafka`, `CREATE STREAMING TABLE`, `CREATE MATERIALIZED VIEW`, `CREATE FLOW` and `INSERT INTO` of a stream become reads and
/// writes of streams. What they name that Spark has no name for is kept here, as [dev.penstock.connect.client.pipeline.Known], and goes
/// along with each text that mentions it. Every other statement goes to Spark as it was written.
/// Start reading at [dev.penstock.connect.client.pipeline.Pipeline].
@NullMarked
package dev.penstock.connect.client.pipeline;

import org.jspecify.annotations.NullMarked;
