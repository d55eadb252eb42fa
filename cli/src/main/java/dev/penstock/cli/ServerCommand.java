package dev.penstock.cli;

import dev.penstock.Penstock;
import dev.penstock.connect.server.ConnectServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `penstock server`: serves clients of Spark Connect until it is stopped.
@Command(name = "server", mixinStandardHelpOptions = true, sortOptions = false, description = "Serves PySpark and every other client of Spark Connect until stopped (Ctrl-C).", footer = {
        "",
        "A client needs the address and nothing else, for example in Python (pip install \"pyspark[connect]==4.2.*\"):",
        "  spark = SparkSession.builder.remote(\"sc://localhost:15002\").getOrCreate()",
        "  spark.range(10).show()", "",
        "All clients share tables and see the tables that streams of others write. Without --data nothing outlasts the server.",
        "",
        "The server listens on this machine alone. Elsewhere it asks for protection:",
        "  ./penstock server --host 0.0.0.0 --token secret          sc://host:15002/;token=secret",
        "  ./penstock server --host 0.0.0.0 --tls cert.pem key.pem   sc://host:15002/;use_ssl=true",
        "PySpark sends a token only over TLS, unless the server is on the same machine."})
final class ServerCommand implements Callable<Integer> {
    @Option(names = "--host", paramLabel = "HOST", description = "The name or address to listen on. Default: localhost.")
    private String host = "localhost";

    @Option(names = "--port", paramLabel = "PORT", description = "The port; 0 for one that is free. Default: 15002.")
    private int port = ConnectServer.DEFAULT_PORT;

    @Option(names = "--data", paramLabel = "DIR", description = "Where named queries keep what they have done, so that they go on where they were.")
    private @Nullable Path data;

    @Option(names = "--token", paramLabel = "TOKEN", description = "What clients must give to be let in.")
    private @Nullable String token;

    @Option(names = "--tls", arity = "2", paramLabel = "FILE", description = "Certificate chain and private key, both as PEM files, to encrypt with.")
    private @Nullable List<Path> tls;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        var instance = Penstock.builder();
        if (data != null) {
            instance.dataDirectory(data.toAbsolutePath());
        }
        try (var penstock = instance.open(); var server = server(penstock).start()) {
            Runnable first = server::close;
            Runnable then = penstock::close;
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                first.run();
                then.run();
            }, "penstock-stop"));
            var out = spec.commandLine().getOut();
            out.println("Penstock serves Spark Connect at sc://" + host + ":" + server.port());
            out.flush();
            server.warmUp();
            server.awaitTermination();
        }
        return 0;
    }

    private ConnectServer.Builder server(Penstock penstock) {
        var server = ConnectServer.builder(penstock).host(host).port(port);
        if (data != null) {
            server.artifactDirectory(data.toAbsolutePath().resolve("artifacts"));
        }
        if (token != null) {
            server.token(token);
        }
        if (tls != null) {
            server.tls(tls.get(0), tls.get(1));
        }
        return server;
    }
}
