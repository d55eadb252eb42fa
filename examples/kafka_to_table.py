"""Keeps a table of the messages of a Kafka topic: PySpark, as for Spark, with the address of Penstock.

./penstock server, and in another terminal, with pyspark-client installed: python examples/kafka_to_table.py
"""

from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("Kafka to Table").remote("sc://localhost:15002").getOrCreate()

df = (
    spark.readStream.format("kafka")
    .option("kafka.bootstrap.servers", "localhost:9092")
    .option("subscribe", "topic_name")
    .load()
)

query = (
    df.selectExpr("CAST(key AS STRING)", "CAST(value AS STRING)")
    .writeStream.outputMode("append")
    .format("memory")
    .queryName("streamingTable")
    .start()
)

query.awaitTermination()
