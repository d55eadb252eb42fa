package dev.penstock.engine.session;

import dev.penstock.data.error.UserException;
import dev.penstock.engine.catalog.SessionCatalog;
import dev.penstock.engine.epoch.SourceFactory;
import dev.penstock.io.Connector.SourceRequest;
import dev.penstock.io.Options;
import dev.penstock.io.Source;
import dev.penstock.plan.logical.Logical;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes the sources of a query: connectors, and the tables of this process.
final class Sources implements SourceFactory {
    private final Instance instance;

    Sources(Instance instance) {
        this.instance = instance;
    }

    /// A connector is given the schema that analysis found, which for some formats is the one the user declared.
    @Override
    public Source source(Logical.Scan scan, Optional<Path> workDirectory) {
        if (!scan.format().equals(Logical.Scan.TABLE)) {
            var options = new Options(scan.format(), "source", scan.options());
            return instance.connectors().find(scan.format()).source(
                    new SourceRequest(options, Optional.of(scan.sourceSchema()), scan.streaming(),
                            workDirectory, instance.world()));
        }
        var table = instance.tables().live(scan.name())
                .orElseThrow(() -> new UserException("TABLE_OR_VIEW_NOT_FOUND",
                        Map.of("relationName", SessionCatalog.quoted(List.of(scan.name())),
                                "searchPath", SessionCatalog.DATABASE)));
        if (scan.streaming() && !table.isAppendOnly()) {
            throw new UserException("NOT_YET_SUPPORTED",
                    Map.of("feature",
                            "Reading " + table.name() + ", whose rows change, as a stream",
                            "hint", " Read a streaming table, or read it without STREAM."));
        }
        return new TableSource(table, scan.streaming());
    }
}
