/// Kafka as a source and a sink.
///
/// The source fetches ahead on one thread of its own into a bounded buffer a partition, in columns; an epoch is cut from what has been
/// fetched, so asking what is there costs no round trip. The sink makes replayed epochs harmless by reading back what its topic already
/// holds of the query. Offsets are those of Spark: the next one to be read. Trouble with the broker is waited out, not reported.
/// Start reading at [dev.penstock.kafka.KafkaSource] and [dev.penstock.kafka.KafkaSink]; options are in
/// [dev.penstock.kafka.SourceOptions] and [dev.penstock.kafka.SinkOptions].
@NullMarked
package dev.penstock.kafka;

import org.jspecify.annotations.NullMarked;
